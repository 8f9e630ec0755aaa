"""Two legs become one recording, whatever state their files are in."""

from __future__ import annotations

import asyncio
import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from cordboard.asterisk import recordings
from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.recorded_files import FarFiles, Files, SpoolFolder
from cordboard.asterisk.recordings import Recorder
from cordboard.asterisk.sound_store import SoundStore
from cordboard.asterisk.stereo import PEAKS, join
from cordboard.errors import Misunderstood, Unreachable
from cordboard.floor import events as ev
from cordboard.floor.events import Outcome
from cordboard.floor.floor import Floor
from cordboard.flows import events as fev
from cordboard.reporting.answers import RecordingRow
from cordboard.runtime.ports import Entry
from tests.asterisk.stand_in import StandIn, standing_in
from tests.asterisk.walk import COMPANY
from tests.calls.tones import heard

RATE_HZ = 8000
OFFER = "box-1.0.o1"


def tone(file: Path, hz: int, seconds: float) -> Path:
    turns = 2 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((8192 * np.sin(turns)).astype("<i2").tobytes())
    return file


def test_the_customer_is_left_the_agent_right_and_the_shorter_side_is_padded(tmp_path: Path) -> None:
    joined = join(tone(tmp_path / "c.wav", 440, 2.0), tone(tmp_path / "a.wav", 1000, 1.0), tmp_path / "s.wav")
    assert joined.seconds == 2.0
    assert joined.size == (tmp_path / "s.wav").stat().st_size == 44 + 2 * RATE_HZ * 4
    left, right = heard(tmp_path / "s.wav", channel=0), heard(tmp_path / "s.wav", channel=1, to_s=1)
    assert (left.customer, left.agent) == (pytest.approx(0.25, abs=0.01), pytest.approx(0, abs=0.01))
    assert (right.customer, right.agent) == (pytest.approx(0, abs=0.01), pytest.approx(0.25, abs=0.01))
    assert heard(tmp_path / "s.wav", channel=1, from_s=1).rms == 0
    assert len(joined.left) == len(joined.right) == PEAKS
    assert min(joined.left) > 0.24
    assert joined.right[PEAKS // 2 + 1 :] == (0.0,) * (PEAKS // 2 - 1)


def test_a_file_that_was_never_closed_is_taken_to_its_end(tmp_path: Path) -> None:
    file = tone(tmp_path / "c.wav", 440, 1.0)
    words = bytearray(file.read_bytes())
    struct.pack_into("<I", words, 4, 0)
    struct.pack_into("<I", words, 40, 0)
    file.write_bytes(words + b"\x01")
    assert join(file, None, tmp_path / "s.wav").seconds == 1.0


@pytest.mark.parametrize("words", [b"", b"RIFF", b"\0" * 20])
def test_a_file_that_was_hardly_begun_is_silence(tmp_path: Path, words: bytes) -> None:
    file = tmp_path / "c.wav"
    file.write_bytes(words)
    joined = join(file, tone(tmp_path / "a.wav", 1000, 0.5), tmp_path / "s.wav")
    assert joined.seconds == 0.5
    assert set(joined.left) == {0.0}
    assert join(file, None, tmp_path / "s.wav").seconds == 0


@pytest.mark.parametrize(
    "words", [b"\0" * 100, b"RIFF\0\0\0\0WAVE" + b"\xff" * 100, b"RIFF\0\0\0\0WAVE" + b"\0" * 5000]
)
def test_a_file_that_is_no_recording_is_misunderstood(tmp_path: Path, words: bytes) -> None:
    file = tmp_path / "c.wav"
    file.write_bytes(words)
    with pytest.raises(Misunderstood, match="a recording said something unreadable"):
        join(file, None, tmp_path / "s.wav")


def test_the_loudest_sample_there_is_stays_within_one(tmp_path: Path) -> None:
    file = tone(tmp_path / "c.wav", 440, 0.01)
    file.write_bytes(file.read_bytes()[:44] + struct.pack("<80h", *([-32768] * 80)))
    joined = join(file, None, tmp_path / "s.wav")
    assert joined.left == (1.0,) * 80


async def test_a_store_gives_back_parts_and_says_what_it_has_not(tmp_path: Path) -> None:
    store = SoundStore.at(tmp_path / "kept")
    file = tmp_path / "x"
    file.write_bytes(b"0123456789")
    await store.put("2026/11/21/x.wav", file)
    assert await store.read("2026/11/21/x.wav", 2, 5) == b"234"
    with pytest.raises(Unreachable):
        await store.read("2026/11/21/y.wav", 0, 1)


class Unlisted(SpoolFolder):
    """A folder that cannot be opened at first, as on a machine without a file descriptor left."""

    failures = 2

    async def names(self) -> set[str]:
        if self.failures:
            self.failures -= 1
            raise OSError(24, "Too many open files")
        return await super().names()


class Bench:
    """A recorder at a stand-in switch whose legs have all ended."""

    def __init__(self, stand_in: StandIn, folder: Path, files: Files | None = None) -> None:
        self.spool, self.store = folder / "spool", SoundStore.at(folder / "kept")
        self.spool.mkdir(exist_ok=True)
        self.rows: list[RecordingRow] = []
        self.failures = 0
        self.bugs_at = ""
        self.http = AriHttp(stand_in.settings)
        self.floor = Floor(COMPANY.center)
        self.recorder = Recorder(
            http=self.http,
            files=files or SpoolFolder(self.spool),
            store=self.store,
            floor=self.floor,
            kept=self.kept,
            clock=lambda: 2_000_000.0,
        )

    async def kept(self, row: RecordingRow) -> None:
        if row.recording_id == self.bugs_at:
            raise ValueError("a column that is too narrow")
        if self.failures:
            self.failures -= 1
            raise Unreachable("store", "away", after_s=0.05)
        self.rows.append(row)

    def record(self, offer_id: str = OFFER, seconds: float = 1.0) -> None:
        tone(self.spool / f"{offer_id}-out.wav", 440, seconds)
        tone(self.spool / f"{offer_id}-in.wav", 1000, seconds)

    def end(self, offer_id: str = OFFER, at: float = 1_999_990.0) -> None:
        contact_id = offer_id.rpartition(".o")[0]
        began = ev.ContactConnected(contact_id=contact_id, queue_id="sales", agent_id="ann", offer_id=offer_id)
        ended = ev.ContactEnded(contact_id=contact_id, outcome=Outcome.SERVED, by="customer", offer_id=offer_id)
        self.recorder.listen([Entry(seq=1, at=at, event=began), Entry(seq=2, at=at + 1, event=ended)])

    async def run(self, rows: int = 1) -> None:
        running = asyncio.create_task(self.recorder.run())
        async with asyncio.timeout(10):
            while len(self.rows) < rows or len(self.recorder):
                await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await self.http.close()


async def test_an_ended_talk_is_kept_and_its_files_are_taken_away(tmp_path: Path) -> None:
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        bench.record()
        bench.end()
        await bench.run()
    (row,) = bench.rows
    assert (row.recording_id, row.contact_id, row.seconds) == (OFFER, "box-1.0", 1.0)
    assert row.started_at == 1_999_990.0
    assert row.key == f"1970/01/24/{OFFER}.wav"
    assert len(await bench.store.read(row.key, 0, row.bytes)) == row.bytes
    assert list(bench.spool.iterdir()) == []


async def test_files_that_a_killed_centre_left_are_kept_at_the_next_start(tmp_path: Path) -> None:
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        bench.record()
        bench.record("box-2.0.o3")
        tone(bench.spool / "somebody-elses.wav", 440, 1)
        await bench.run(rows=2)
    assert {row.recording_id for row in bench.rows} == {OFFER, "box-2.0.o3"}
    assert [file.name for file in bench.spool.iterdir()] == ["somebody-elses.wav"]


async def test_a_store_that_is_away_is_waited_for_and_nothing_is_taken_away_before(tmp_path: Path) -> None:
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        bench.failures = 3
        bench.record()
        bench.end()
        await bench.run()
    assert len(bench.rows) == 1
    assert list(bench.spool.iterdir()) == []


async def test_files_that_cannot_be_read_are_left_and_do_not_stop_the_others(tmp_path: Path) -> None:
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        (bench.spool / "box-9.0.o1-in.wav").write_bytes(b"no sound at all" * 100)
        bench.record()
        await bench.run()
    assert [row.recording_id for row in bench.rows] == [OFFER]
    assert [file.name for file in bench.spool.iterdir()] == ["box-9.0.o1-in.wav"]


async def test_a_recording_that_meets_a_bug_is_left_and_does_not_stop_the_others(tmp_path: Path) -> None:
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        bench.record("box-9.0.o1")
        bench.bugs_at = "box-9.0.o1"
        bench.record()
        await bench.run()
    assert [row.recording_id for row in bench.rows] == [OFFER]
    assert {file.name for file in bench.spool.iterdir()} == {"box-9.0.o1-in.wav", "box-9.0.o1-out.wav"}


async def test_a_folder_that_cannot_be_listed_for_a_while_is_listed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "RETRY_S", 0.05)
    async with standing_in() as stand_in:
        files = Unlisted(tmp_path / "spool")
        bench = Bench(stand_in, tmp_path, files)
        bench.record()
        await bench.run()
    assert files.failures == 0
    assert [row.recording_id for row in bench.rows] == [OFFER]


async def test_an_unrecorded_talk_leaves_nothing_to_keep(tmp_path: Path) -> None:
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        bench.end()
        await bench.run(rows=0)
    assert bench.rows == []


async def test_files_of_a_far_asterisk_come_by_ari(tmp_path: Path) -> None:
    from aiohttp import web

    sides = {f"{OFFER}-in": tone(tmp_path / "in.wav", 1000, 1.0), f"{OFFER}-out": tone(tmp_path / "out.wav", 440, 1.0)}
    async with standing_in() as stand_in:

        async def stored(request: web.Request) -> web.StreamResponse:
            return web.json_response([{"name": name, "format": "wav"} for name in sides])

        stand_in.answers["GET recordings/stored"] = stored
        for name, file in sides.items():

            async def content(request: web.Request, file: Path = file) -> web.StreamResponse:
                return web.FileResponse(file)

            stand_in.answers[f"GET recordings/stored/{name}/file"] = content
        http = AriHttp(stand_in.settings)
        bench = Bench(stand_in, tmp_path, FarFiles(http))
        await bench.run()
        await http.close()
        deleted = {asked for asked in stand_in.asked if asked.startswith("DELETE")}
    assert deleted == {f"DELETE recordings/stored/{name}" for name in sides}
    (row,) = bench.rows
    assert row.seconds == 1.0
    kept = tmp_path / "kept.wav"
    kept.write_bytes(await bench.store.read(row.key, 0, row.bytes))
    assert heard(kept, channel=0).customer > 0.2
    assert heard(kept, channel=1).agent > 0.2


MESSAGE = "box-1.0.m4"


def left_message() -> list[Entry]:
    asked = fev.RecordingAsked(
        contact_id="box-1.0", node_id="speak", turn=4, name=MESSAGE, most_s=60.0, silence_s=3.0, until=2_000_100.0
    )
    left = fev.MessageLeft(contact_id="box-1.0", node_id="speak", queue_id="sales", recording=MESSAGE, seconds=1.0)
    return [Entry(seq=1, at=1_999_990.0, event=asked), Entry(seq=2, at=1_999_992.0, event=left)]


async def test_a_message_is_kept_in_mono_and_its_file_is_taken_away(tmp_path: Path) -> None:
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        tone(bench.spool / f"{MESSAGE}.wav", 440, 1.0)
        bench.recorder.listen(left_message())
        await bench.run()
    (row,) = bench.rows
    assert (row.recording_id, row.contact_id, row.seconds) == (MESSAGE, "box-1.0", 1.0)
    assert row.started_at == 1_999_990.0
    assert row.right == ()
    assert min(row.left) > 0.2
    kept = tmp_path / "kept.wav"
    kept.write_bytes(await bench.store.read(row.key, 0, row.bytes))
    assert heard(kept).customer == pytest.approx(0.25, abs=0.01)
    assert list(bench.spool.iterdir()) == []


async def test_a_message_that_a_killed_centre_left_is_kept_and_one_that_is_still_spoken_waits(tmp_path: Path) -> None:
    from aiohttp import web

    async def running(request: web.Request) -> web.StreamResponse:
        return web.json_response({"name": "box-2.0.m1", "state": "recording"})

    async with standing_in() as stand_in:
        stand_in.answers["GET recordings/live/box-2.0.m1"] = running
        bench = Bench(stand_in, tmp_path)
        file = tone(bench.spool / f"{MESSAGE}.wav", 440, 1.0)
        # Asterisk died while it wrote: the header has no lengths
        broken = bytearray(file.read_bytes())
        struct.pack_into("<I", broken, 4, 0)
        struct.pack_into("<I", broken, 40, 0)
        file.write_bytes(broken)
        tone(bench.spool / "box-2.0.m1.wav", 440, 1.0)
        await bench.run()
    assert [(row.recording_id, row.seconds) for row in bench.rows] == [(MESSAGE, 1.0)]
    assert [file.name for file in bench.spool.iterdir()] == ["box-2.0.m1.wav"]


async def test_a_message_of_silence_is_not_kept(tmp_path: Path) -> None:
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        file = tone(bench.spool / f"{MESSAGE}.wav", 440, 0.5)
        file.write_bytes(file.read_bytes()[:44] + struct.pack("<4000h", *([200, -200] * 2000)))
        bench.recorder.listen(left_message())
        await bench.run(rows=0)
    assert bench.rows == []
    assert list(bench.spool.iterdir()) == []


async def test_a_message_whose_flow_goes_on_is_taken_up_without_being_named(tmp_path: Path) -> None:
    asked, _ = left_message()
    missed = fev.AnswerMissed(contact_id="box-1.0", node_id="speak", key=None)
    async with standing_in() as stand_in:
        bench = Bench(stand_in, tmp_path)
        tone(bench.spool / f"{MESSAGE}.wav", 440, 1.0)
        bench.recorder.listen([asked, Entry(seq=2, at=1_999_999.0, event=missed)])
        assert len(bench.recorder) == 1
        await bench.run()
    assert [row.recording_id for row in bench.rows] == [MESSAGE]
