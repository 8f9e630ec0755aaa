"""Messages over HTTP: those of one's queues, heard with an audit, done and reopened."""

from __future__ import annotations

from cordboard.reporting.answers import RecordingRow
from tests.web.centre import Centre
from tests.web.conftest import OpenBrowser

SOUND = b"RIFF" + bytes(1000)


async def left(centre: Centre, message_id: str, queue_id: str, *, kind: str = "voicemail", at: float = 5.0) -> None:
    recording = message_id if kind == "voicemail" else None
    await centre.database.run(
        """
        INSERT INTO message (message_id, kind, contact_id, queue_id, number, caller_name, recording, seconds, left_at)
        VALUES ($1, $2, 'c1', $3, '+4420', 'Ann', $4, 3.5, $5)
        """,
        message_id,
        kind,
        queue_id,
        recording,
        at,
    )
    if recording is not None:
        centre.sounds.kept[message_id + ".wav"] = SOUND
        row = RecordingRow(
            recording_id=message_id,
            contact_id="c1",
            key=message_id + ".wav",
            bytes=len(SOUND),
            seconds=3.5,
            started_at=at,
        )
        await centre.parts.recordings.keep(row)  # type: ignore[attr-defined]


async def played(centre: Centre) -> list[tuple[str, str]]:
    lines = await centre.parts.audit.lines(before=None, limit=50)
    return [(line.login, line.subject) for line in lines if line.act == "recording-played"]


async def test_agents_see_the_messages_of_their_queues_and_readers_of_the_log_all(
    centre: Centre, open_browser: OpenBrowser
) -> None:
    await left(centre, "c1.m2", "sales")
    await left(centre, "c1.b7", "support", kind="callback", at=6.0)
    ann, bob, ada = await open_browser("ann"), await open_browser("bob"), await open_browser("ada")
    assert [m["message_id"] for m in await ann.get("/api/messages")] == ["c1.m2"]
    assert [m["message_id"] for m in await bob.get("/api/messages?state=open")] == ["c1.m2", "c1.b7"]
    (first, second) = await ada.get("/api/messages?state=open")
    assert (first["kind"], first["number"], first["caller_name"], first["seconds"]) == (
        "voicemail",
        "+4420",
        "Ann",
        3.5,
    )
    assert (second["kind"], second["queue_id"], second["left_at"]) == ("callback", "support", 6.0)
    assert await ada.get("/api/messages?state=done") == []
    assert (await ada.ask("GET", "/api/messages?state=lost"))[0] == 400


async def test_a_message_is_heard_by_its_agents_and_those_who_may_hear_and_that_is_noted(
    centre: Centre, open_browser: OpenBrowser
) -> None:
    await left(centre, "c1.m2", "support")
    await left(centre, "c1.b7", "sales", kind="callback")
    ann, bob, max_, ada = [await open_browser(login) for login in ("ann", "bob", "max", "ada")]
    status, headers, body = await bob.answer("GET", "/api/messages/c1.m2/sound")
    assert (status, body, headers["cache-control"]) == (200, SOUND, "private, no-store")
    assert (await max_.ask("GET", "/api/messages/c1.m2/sound", headers={"Range": "bytes=0-3"})) == (206, b"RIFF")
    assert (await ann.ask("GET", "/api/messages/c1.m2/sound"))[0] == 404, "it is not of her queue"
    assert (await ada.ask("GET", "/api/messages/c1.m2/sound"))[0] == 403
    assert (await max_.ask("GET", "/api/messages/c1.b7/sound"))[0] == 404
    assert await played(centre) == [("max", "c1.m2"), ("bob", "c1.m2")]


async def test_who_did_it_is_told_until_it_is_reopened(centre: Centre, open_browser: OpenBrowser) -> None:
    await left(centre, "c1.m2", "sales")
    await left(centre, "c1.m3", "support")
    ann = await open_browser("ann")
    for _ in range(2):
        assert (await ann.post("/api/messages/c1.m2/done"))[0] == 204
    assert await ann.get("/api/messages") == []
    (done,) = await ann.get("/api/messages?state=done")
    assert (done["message_id"], done["done_by"]) == ("c1.m2", "ann")
    assert (await ann.post("/api/messages/c1.m3/done"))[0] == 404
    assert (await ann.post("/api/messages/c1.m2/reopen"))[0] == 204
    assert len(await ann.get("/api/messages")) == 1
    acts = [line.act for line in await centre.parts.audit.lines(before=None, limit=9)]
    assert acts == ["message-reopened", "message-done", "signed-in"]
