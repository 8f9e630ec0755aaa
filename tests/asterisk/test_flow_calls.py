"""What flows say, record and dial, with a real Asterisk and real phones."""

from __future__ import annotations

import asyncio
import contextlib
import time
import wave
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.instance import Instance
from cordboard.asterisk.recorded_files import FarFiles
from cordboard.center.speech import Speech
from cordboard.errors import Unreachable
from cordboard.floor import events as ev
from cordboard.floor.events import Outcome
from cordboard.floor.states import ContactState
from cordboard.flows import events as fev
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.memory import Memory
from tests.asterisk.walk import CITY, COMPANY, Walk, nothing_left, swept, walking
from tests.calls.line import Line
from tests.calls.phones import Phones
from tests.calls.tones import heard

pytestmark = pytest.mark.calls

RATE_HZ = 8000
WORDS_HZ = 1000


class Toned:
    """A speaker whose words are a second of 1000 Hz."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = True
        self.broken = False
        folder.mkdir()

    async def files(self, prompts: Sequence[Speech], language: str) -> list[str]:
        if self.broken:
            raise Unreachable("voice", "it died")
        return [prompt if isinstance(prompt, str) else self._tone(number) for number, prompt in enumerate(prompts)]

    def _tone(self, number: int) -> str:
        stem = self.folder / f"words-{number}"
        if self.written:
            turns = 2 * np.pi * WORDS_HZ * np.arange(RATE_HZ) / RATE_HZ
            with wave.open(f"{stem}.wav", "wb") as out:
                out.setnchannels(1)
                out.setsampwidth(2)
                out.setframerate(RATE_HZ)
                out.writeframes((8192 * np.sin(turns)).astype("<i2").tobytes())
        return str(stem)


@pytest.fixture
async def http(switch: Instance) -> AsyncIterator[AriHttp]:
    for left in switch.folders.recordings.glob("*.wav"):
        left.unlink()
    async with swept(switch) as asked:
        yield asked


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line("127.0.0.1")
    yield made
    made.close()


@pytest.fixture
def speaker(tmp_path: Path) -> Toned:
    return Toned(tmp_path / "words")


@pytest.fixture
async def walk(switch: Instance, phones: Phones, http: AriHttp, speaker: Toned, tmp_path: Path) -> AsyncIterator[Walk]:
    async with walking(switch, phones, tmp_path, speaker=speaker) as made:
        yield made


def dialing(port: int) -> Configuration:
    """The company, whose line to the city ends at this port."""
    return replace(COMPANY, trunks={"city": replace(CITY, port=port)})


async def test_words_and_recorded_prompts_are_heard_one_after_another(walk: Walk, line: Line) -> None:
    walk.phones.customer("700", line=line)
    await walk.event(fev.AnswerAwaited)
    assert line.heard().agent > 0.02
    assert line.was_told("next")
    line.press("4711")
    taken = await walk.event(fev.AnswerTaken)
    assert taken.value is None
    away = await walk.event(ev.ContactTurnedAway)
    assert not isinstance(away.prompts[0], str)
    ended = await walk.event(ev.ContactEnded)
    assert ended.by == "center"


async def test_a_key_cuts_the_words_of_a_question_short(walk: Walk, line: Line) -> None:
    walk.phones.customer("700", line=line)
    await walk.event(fev.PromptsSaid, lambda e: e.node_id == "code")
    line.press("4711")
    await walk.event(ev.ContactTurnedAway, timeout_s=3)
    await walk.event(ev.ContactEnded)


@pytest.mark.parametrize("fault", ["absent", "broken"])
async def test_words_that_cannot_be_heard_are_told_to_the_flow_which_goes_on(
    walk: Walk, speaker: Toned, line: Line, fault: str
) -> None:
    speaker.written, speaker.broken = fault != "absent", fault == "broken"
    walk.phones.customer("700", line=line)
    failed = await walk.event(fev.NodePassed, lambda e: e.way == "error")
    assert failed.why in ("voice: it died", "Asterisk could not play sound:" + str(speaker.folder / "words-0"))
    # Asterisk tells the fate of the last medium alone, so a file that is missing before another one goes unnoticed
    assert failed.node_id == ("say" if fault == "broken" else "code")
    away = await walk.event(ev.ContactTurnedAway)
    assert away.prompts == ("cord/invalid",)
    await walk.event(ev.ContactEnded)
    assert line.was_told("invalid")


async def test_a_caller_who_rings_off_while_prompts_are_said_is_no_failure(walk: Walk, http: AriHttp) -> None:
    walk.phones.customer("700", leaves_after_s=0.6)
    ended = await walk.event(ev.ContactEnded)
    assert (ended.outcome, ended.by) == (Outcome.LEFT_IN_FLOW, "customer")
    await asyncio.sleep(0.4)
    assert [event for event in walk.events(fev.NodePassed) if event.way == "error"] == []
    await nothing_left(walk, http)


async def test_a_message_that_a_key_ends_is_kept_and_the_flow_goes_on(walk: Walk, line: Line) -> None:
    walk.phones.customer("500", line=line)
    asked = await walk.event(fev.RecordingAsked)
    await asyncio.sleep(3)
    line.press("#")
    left = await walk.event(fev.MessageLeft)
    assert (left.recording, left.queue_id) == (asked.name, "sales")
    assert left.seconds >= 2
    row, file = await walk.recording()
    assert (row.recording_id, row.contact_id, row.right) == (asked.name, asked.contact_id, ())
    assert row.seconds > 2
    assert heard(file, from_s=0.5, to_s=2).customer > 0.1
    ended = await walk.event(ev.ContactEnded)
    assert ended.by == "center"
    assert list(walk.instance.folders.recordings.glob("*.wav")) == []


async def test_a_caller_who_rings_off_in_mid_message_leaves_it(walk: Walk, http: AriHttp) -> None:
    walk.phones.customer("500", leaves_after_s=5)
    asked = await walk.event(fev.RecordingAsked)
    await walk.event(ev.ContactEnded)
    (left,) = walk.events(fev.MessageLeft)
    assert left.recording == asked.name
    assert left.seconds >= 1
    row, file = await walk.recording()
    assert row.recording_id == asked.name
    assert heard(file, from_s=0.5, to_s=1.5).customer > 0.1
    await nothing_left(walk, http)


class Hushed(Line):
    """A line on which nobody speaks."""

    def _next(self, stamp: int, tone: bytes) -> list[tuple[int, int, bytes]]:
        return super()._next(stamp, b"\xff" * len(tone))


@pytest.mark.parametrize("how", ["silent", "without a packet"])
async def test_a_caller_who_says_nothing_leaves_no_message(walk: Walk, how: str) -> None:
    silent = Hushed("127.0.0.1")
    if how != "silent":
        silent.close()
    began = time.monotonic()
    try:
        walk.phones.customer("500", line=silent)
        await walk.event(fev.RecordingAsked)
        failed = await walk.event(fev.NodePassed, lambda e: e.way == "error", timeout_s=20)
        assert failed.node_id == "speak"
        # three seconds of silence end it; without a packet there is no silence either, but the longest message
        assert time.monotonic() - began < (8 if how == "silent" else 14)
        await walk.event(ev.ContactEnded)
        await walk.until(lambda: not len(walk.recorder), "nothing is left to keep")
        assert walk.recordings == []
        assert walk.events(fev.MessageLeft) == []
    finally:
        silent.close()


@pytest.mark.parametrize("far", [False, True])
async def test_a_message_goes_on_while_the_centre_is_dead(
    switch: Instance, phones: Phones, http: AriHttp, line: Line, tmp_path: Path, far: bool
) -> None:
    memory = Memory()
    async with walking(switch, phones, tmp_path, memory=memory) as walk:
        phones.customer("500", line=line)
        asked = await walk.event(fev.RecordingAsked)
        await asyncio.sleep(1)
    async with walking(switch, phones, tmp_path, memory=memory, files=FarFiles if far else None) as walk:
        await asyncio.sleep(2)
        assert walk.floor.contacts[asked.contact_id].state is ContactState.ARRIVED
        assert walk.events(fev.RecordingAsked) == [asked]
        line.press("#")
        left = await walk.event(fev.MessageLeft)
        assert left.seconds >= 2
        row, file = await walk.recording()
        assert row.recording_id == asked.name
        assert heard(file, from_s=0.5, to_s=row.seconds - 0.5).customer > 0.1


@pytest.mark.parametrize("leaves", [True, False])
async def test_a_message_that_ended_while_the_centre_was_dead_is_kept(
    switch: Instance, phones: Phones, http: AriHttp, line: Line, tmp_path: Path, leaves: bool
) -> None:
    memory = Memory()
    async with walking(switch, phones, tmp_path, memory=memory) as walk:
        customer = phones.customer("500", leaves_after_s=5) if leaves else phones.customer("500", line=line)
        asked = await walk.event(fev.RecordingAsked)
        await asyncio.sleep(1)
    if leaves:
        assert await asyncio.to_thread(customer.finished)
    else:
        await asyncio.sleep(1)
        line.press("#")
    await asyncio.sleep(0.5)
    async with walking(switch, phones, tmp_path, memory=memory) as walk:
        left = await walk.event(fev.MessageLeft)
        assert (left.recording, left.seconds >= 1) == (asked.name, True)
        row, file = await walk.recording()
        assert row.recording_id == asked.name
        assert heard(file, from_s=0.5, to_s=1.5).customer > 0.1
        await walk.event(ev.ContactEnded)
        assert walk.events(fev.RecordingAsked) == [asked]


async def test_a_number_outside_is_heard_and_the_caller_stays_when_it_rings_off(
    switch: Instance, phones: Phones, http: AriHttp, line: Line, tmp_path: Path
) -> None:
    branch = phones.agent("hangs_up", leaves_after_s=2.0, rings_s=1.0)
    async with walking(switch, phones, tmp_path, company=dialing(branch.port)) as walk:
        phones.customer("600", line=line)
        await walk.event(fev.NumberDialed)
        await walk.event(fev.NumberConnected)
        left = await walk.event(fev.NumberLeft)
        assert left.why == "ended"
        ended = await walk.event(ev.ContactEnded)
        assert ended.by == "center"
        assert line.heard().agent > 0.05
        assert line.was_told("goodbye")
        assert walk.switch.counts["acts_refused"] == 0
        await nothing_left(walk, http)


@pytest.mark.parametrize(
    ("how", "why"),
    [("busy", "busy"), ("declines", "busy"), ("rings", "no-answer"), ("is_away", "no-answer"), ("is_gone", "failed")],
)
async def test_a_number_outside_that_does_not_answer_says_why(
    switch: Instance, phones: Phones, http: AriHttp, line: Line, tmp_path: Path, how: str, why: str
) -> None:
    branch = phones.agent(how)
    async with walking(switch, phones, tmp_path, company=dialing(branch.port)) as walk:
        phones.customer("600", line=line)
        left = await walk.event(fev.NumberLeft)
        assert left.why == why
        away = await walk.event(ev.ContactTurnedAway)
        assert away.prompts == ("cord/invalid",)
        await walk.event(ev.ContactEnded)
        assert line.was_told("invalid")
        await nothing_left(walk, http)


async def test_a_caller_who_rings_off_ends_the_ringing_and_the_talk_outside(
    switch: Instance, phones: Phones, http: AriHttp, tmp_path: Path
) -> None:
    for how in ("rings", "answers"):
        branch = phones.agent(how, leaves_after_s=30)
        async with walking(switch, phones, tmp_path, company=dialing(branch.port)) as walk:
            phones.customer("600", leaves_after_s=1.5)
            ended = await walk.event(ev.ContactEnded)
            assert ended.by == "customer"
            assert len(walk.events(fev.NumberConnected)) == (how == "answers")
            await nothing_left(walk, http)


async def test_a_talk_with_a_number_outside_survives_the_centre_and_ends_in_order(
    switch: Instance, phones: Phones, http: AriHttp, line: Line, tmp_path: Path
) -> None:
    memory, branch = Memory(), phones.agent("answers", leaves_after_s=60)
    company = dialing(branch.port)
    async with walking(switch, phones, tmp_path, memory=memory, company=company) as walk:
        phones.customer("600", line=line)
        talk = await walk.event(fev.NumberConnected)
    async with walking(switch, phones, tmp_path, memory=memory, company=company) as walk:
        await asyncio.sleep(1)
        assert walk.events(fev.NumberLeft) == []
        await http.ask("DELETE", f"channels/{talk.contact_id}.x{talk.turn}")
        assert (await walk.event(fev.NumberLeft)).why == "ended"
        await walk.event(ev.ContactEnded)
        assert line.was_told("goodbye")
        await nothing_left(walk, http)


async def test_a_customer_who_stays_when_the_agent_rings_off_hears_the_flow(
    walk: Walk, line: Line, http: AriHttp
) -> None:
    await walk.agent("ann", "hangs_up", leaves_after_s=1.5)
    walk.phones.customer("900", line=line)
    talk = await walk.event(ev.ContactConnected)
    back = await walk.event(ev.ContactReturned)
    assert (back.why, back.offer_id) == ("talked", talk.offer_id)
    await walk.event(ev.ContactEnded)
    assert line.was_told("next")
    row, _ = await walk.recording()
    assert row.recording_id == talk.offer_id
    await nothing_left(walk, http)


async def test_a_secret_is_written_nowhere(walk: Walk, line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither our log nor any file of Asterisk's tells a digit that was pressed."""
    secret = "8305"
    walk.phones.customer("700", line=line)
    await walk.event(fev.PromptsSaid, lambda e: e.node_id == "code")
    line.press(secret)
    await walk.event(fev.AnswerTaken)
    await walk.event(ev.ContactEnded)
    told = "\n".join(str(entry.event) for entry in walk.memory.entries)
    said = capsys.readouterr()
    texts = {"the journal": told, "our log": said.out + said.err}
    for file in walk.instance.folders.log.rglob("*"):
        with contextlib.suppress(UnicodeDecodeError):
            texts[file.name] = file.read_text() if file.is_file() else ""
    assert len(texts) > 2
    for name, text in texts.items():
        assert secret not in text, name
        assert "DTMF" not in text.upper(), name
        assert "digit" not in text.lower(), name
    logger = walk.instance.folders.etc / "logger.conf"
    levels = {
        level.strip() for line_ in logger.read_text().splitlines() for level in line_.partition("=>")[2].split(",")
    }
    assert levels <= {"", "notice", "warning", "error"}
