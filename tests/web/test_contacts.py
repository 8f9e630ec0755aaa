"""Call log, story, recordings and reports over HTTP."""

from __future__ import annotations

import pytest

from cordboard.floor import inputs as inp
from cordboard.reporting.answers import RecordingRow
from cordboard.web.api.recordings import range_of
from cordboard.web.api.reports import as_csv
from cordboard.web.errors import BadRange
from tests.web.centre import Centre
from tests.web.conftest import OpenBrowser

SOUND = bytes(range(256)) * 4000


async def a_recording(centre: Centre, recording_id: str = "c1.o1") -> None:
    centre.sounds.kept[recording_id + ".wav"] = SOUND
    await centre.parts.recordings.keep(  # type: ignore[attr-defined]
        RecordingRow(
            recording_id=recording_id,
            contact_id="c1",
            key=recording_id + ".wav",
            bytes=len(SOUND),
            seconds=12.5,
            started_at=1.0,
            left=(0.0, 0.5, 1.0),
            right=(1.0, 0.5, 0.0),
        )
    )


async def test_the_call_log_lists_pages_and_filters(centre: Centre, open_browser: OpenBrowser) -> None:
    for n in range(5):
        await centre.call(f"c{n}", caller_name="Zoë" if n == 3 else "")
        await centre.engine.ask(inp.CallerHungUp(contact_id=f"c{n}"))
    sue = await open_browser("sue")
    first = await sue.get("/api/contacts?limit=2")
    assert [row["contact_id"] for row in first["rows"]] == ["c4", "c3"]
    second = await sue.get(f"/api/contacts?limit=2&cursor={first['next_cursor']}")
    assert [row["contact_id"] for row in second["rows"]] == ["c2", "c1"]
    found = await sue.get("/api/contacts?text=Zo%C3%AB")
    assert [row["contact_id"] for row in found["rows"]] == ["c3"]
    assert (await sue.get("/api/contacts?outcome=served"))["rows"] == []
    assert (await sue.get("/api/contacts?queue_id=support"))["rows"] == []
    assert (await sue.get(f"/api/contacts?to={centre.clock() - 1000}"))["rows"] == []


async def test_a_question_that_cannot_be_meant_is_refused(open_browser: OpenBrowser) -> None:
    sue = await open_browser("sue")
    for query in (
        "limit=0", "limit=201", "from=x", "from=nan", "from=inf", "from=-1", "to=1e99", "outcome=eaten", "text=%00",
        "queue_id=%27", "cursor=nonsense", "cursor=%F0%9F%99%82", "caller=" + "9" * 65,
    ):  # fmt: skip
        status, body = await sue.ask("GET", "/api/contacts?" + query)
        assert (status, body["code"]) == (400, "malformed"), query


async def test_one_contact_shows_its_stretches_and_rings_and_tells_its_story(
    centre: Centre, open_browser: OpenBrowser
) -> None:
    await centre.talked()
    sue = await open_browser("sue")
    shown = await sue.get("/api/contacts/c1")
    assert shown["contact"]["outcome"] == "served"
    assert [segment["kind"] for segment in shown["segments"]] == ["queue", "talk"]
    assert [(offer["agent_id"], offer["outcome"]) for offer in shown["offers"]] == [("ann", "accepted")]
    told = await sue.get("/api/contacts/c1/story")
    assert [line["kind"] for line in told["lines"]] == [
        "arrived", "queued", "offered", "connected", "ended", "wrap-up",
    ]  # fmt: skip
    assert "Ann had been idle longest" in told["lines"][2]["text_en"]
    for path in ("/api/contacts/none", "/api/contacts/none/story"):
        assert (await sue.ask("GET", path))[0] == 404


async def test_a_recording_is_heard_whole_and_in_parts(centre: Centre, open_browser: OpenBrowser) -> None:
    await a_recording(centre)
    sue = await open_browser("sue")
    status, headers, body = await sue.answer("GET", "/api/recordings/c1.o1/audio")
    assert (status, body) == (200, SOUND)
    assert headers["Content-Length"] == str(len(SOUND))
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Content-Type"] == "audio/wav"
    for asked, first, last in (
        ("0-", 0, 1023999),
        ("100-199", 100, 199),
        ("-10", 1023990, 1023999),
        ("5-9999999", 5, 1023999),
    ):
        status, headers, body = await sue.answer(
            "GET", "/api/recordings/c1.o1/audio", headers={"Range": f"bytes={asked}"}
        )
        assert status == 206
        assert headers["Content-Range"] == f"bytes {first}-{last}/{len(SOUND)}"
        assert body == SOUND[first : last + 1]
    status, headers, body = await sue.answer("GET", "/api/recordings/c1.o1/audio", headers={"Range": "bytes=2000000-"})
    assert (status, body["code"], headers["Content-Range"]) == (416, "bad-range", f"bytes */{len(SOUND)}")
    half = pytest.approx(0.5, abs=0.01)
    waveform = await sue.get("/api/recordings/c1.o1/waveform")
    assert waveform == {"seconds": 12.5, "left": [0.0, half, 1.0], "right": [1.0, half, 0.0]}
    assert (await sue.ask("GET", "/api/recordings/none/audio"))[0] == 404


async def test_every_listening_is_audited_before_its_first_byte(centre: Centre, open_browser: OpenBrowser) -> None:
    await a_recording(centre)
    sue, ada = await open_browser("sue"), await open_browser("ada")
    audio = "/api/recordings/c1.o1/audio"

    async def heard() -> int:
        rows = (await ada.get("/api/accounts/audit"))["rows"]
        return sum((row["act"], row["login"], row["subject"]) == ("recording-played", "sue", "c1.o1") for row in rows)

    await sue.answer("GET", audio)
    assert await heard() == 1
    await sue.answer("GET", audio, headers={"Range": "bytes=5000-"})
    assert await heard() == 1, "the same listening goes on"
    await sue.answer("GET", audio, headers={"Range": "bytes=0-"})
    assert await heard() == 2
    centre.ahead_s = 3600
    await sue.answer("GET", audio, headers={"Range": "bytes=5000-"})
    assert await heard() == 3

    await centre.database.run("ALTER TABLE audit ADD CONSTRAINT closed CHECK (false) NOT VALID")
    centre.sounds.read_at.clear()
    status, _, _ = await sue.answer("GET", audio)
    assert status == 500
    assert centre.sounds.read_at == [], "nothing is heard that was not accounted for"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, (0, 10)),
        ("bytes=-", (0, 10)),
        ("bytes=2-5,7-8", (0, 10)),
        ("items=1-2", (0, 10)),
        ("bytes=9-", (9, 10)),
        ("bytes=-99", (0, 10)),
        ("bytes=3-3", (3, 4)),
    ],
)
def test_a_range_names_its_bytes(header: str | None, wanted: tuple[int, int]) -> None:
    assert range_of(header, 10) == wanted


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=5-4", "bytes=-0", "bytes=999999999999999-"])
def test_a_range_beyond_the_end_is_refused(header: str) -> None:
    with pytest.raises(BadRange):
        range_of(header, 10)


async def test_the_report_counts_by_queue_and_interval(centre: Centre, open_browser: OpenBrowser) -> None:
    await centre.talked()
    now = centre.clock()
    sue = await open_browser("sue")
    report = await sue.get(f"/api/reports/queues?from={now - 1800}&to={now + 1800}&tz=Europe/Moscow")
    (total,) = report["totals"]
    assert (total["queue_id"], total["offered"], total["answered"], total["service_level"]) == ("sales", 1, 1, 1.0)
    assert sum(row["offered"] for row in report["rows"]) == 1
    assert report["definitions"]["service_level"]["formula"]
    status, headers, body = await sue.answer("GET", f"/api/reports/queues.csv?from={now - 1800}&to={now + 1800}")
    lines = body.decode().splitlines()
    assert status == 200
    assert headers["Content-Type"].startswith("text/csv")
    assert lines[0].startswith("start,queue_id,queue,offered,answered")
    assert ",sales,Sales,1,1," in lines[1]


async def test_a_range_that_cannot_be_reported_is_refused(open_browser: OpenBrowser) -> None:
    sue = await open_browser("sue")
    for query in (
        "from=1&to=1", "from=5&to=1", "from=1", "from=0&to=1e12", "from=0&to=4000000000", "from=1&to=2&interval=60",
        "from=1&to=2&tz=Mars/Olympus", "from=1&to=2&tz=../../etc/passwd", "from=1&to=2&tz=%00",
    ):  # fmt: skip
        for path in ("queues", "queues.csv"):
            status, body = await sue.ask("GET", f"/api/reports/{path}?{query}")
            assert (status, body["code"]) == (400, "malformed"), query


def test_no_cell_is_a_formula() -> None:
    cells = ["=1+1", "+7", "-2", "@x", "\tx", "\rx", "plain", "a,b", 'a"b', "Ünïcode 🙂"]
    text = as_csv([cells])
    assert text == '\'=1+1,\'+7,\'-2,\'@x,\'\tx,"\'\rx",plain,"a,b","a""b",Ünïcode 🙂\r\n'
