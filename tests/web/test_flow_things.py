"""What flows are made of, over HTTP: prompts, voices, tables and switches."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import soundfile

from cordboard.center.calendars import Switch
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye
from cordboard.runtime import sheets
from cordboard.runtime.ports import Sound
from tests.ports.tones import HZ, read
from tests.speech.sounds import upload
from tests.web.centre import Centre
from tests.web.conftest import OpenBrowser

MENU = Flow(flow_id="menu", name="Menu", start="bye", nodes={"bye": Goodbye()})
CSV = {"Content-Type": "text/csv"}
WAV = {"Content-Type": "audio/wav"}


async def uses(centre: Centre, **nodes: Any) -> None:
    """Let a draft of a flow have these nodes."""
    document = {"flow_id": "info", "name": "Info", "start": "a", "nodes": nodes}
    await centre.in_force.flows.keep_draft("info", document, rev=0, login="ada", at=1.0)


async def acts(centre: Centre) -> list[tuple[str, str, str]]:
    lines = await centre.parts.audit.lines(before=None, limit=50)
    return [(line.act, line.login, line.subject) for line in lines if line.act != "signed-in"]


async def configured(centre: Centre, **switches: Switch) -> None:
    await centre.in_force.change(
        lambda now: replace(now, center=replace(now.center, switches=switches), flows={"menu": MENU}),
        login="ada",
        at=5.0,
    )


def heard(body: bytes) -> str:
    samples, hz = soundfile.read(io.BytesIO(body), dtype="int16")
    assert hz == HZ
    return read(Sound(pcm=np.asarray(samples).tobytes(), hz=hz))


# -- prompts --


async def test_a_prompt_is_begun_uploaded_heard_and_removed(centre: Centre, open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    assert (await ada.post("/api/prompts", prompt_id="welcome", name="Welcome"))[0] == 204
    assert (await ada.post("/api/prompts", prompt_id="welcome", name="Again"))[1]["code"] == "prompt-taken"
    for kind in ("WAV", "OGG"):
        status, _ = await ada.ask("PUT", "/api/prompts/welcome/en", data=upload(kind), headers=WAV)
        assert status == 204
    own, shipped = await ada.get("/api/prompts")
    assert (own["prompt_id"], own["name"], own["shipped"], own["used_by"]) == ("welcome", "Welcome", False, [])
    assert 1.0 < own["sounds"]["en"]["seconds"] < 2.5
    assert own["sounds"]["en"]["uploaded_by"] == "ada"
    assert (shipped["prompt_id"], shipped["shipped"]) == ("cord/greeting", True)
    status, headers, body = await ada.answer("GET", "/api/prompts/welcome/en?version=7")
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "audio/wav", "private, no-store")
    assert headers["x-content-type-options"] == "nosniff"
    assert body.startswith(b"RIFF")
    assert (await ada.ask("GET", "/api/prompts/cord%2Fgreeting/en"))[0] == 200
    assert (await ada.ask("GET", "/api/prompts/welcome/ru"))[0] == 404
    assert (await ada.ask("DELETE", "/api/prompts/welcome"))[0] == 204
    assert (await ada.ask("GET", "/api/prompts/welcome/en"))[0] == 404
    assert (await ada.ask("DELETE", "/api/prompts/welcome"))[0] == 404
    assert [act for act, _, _ in await acts(centre)] == [
        "prompt-removed",
        "prompt-uploaded",
        "prompt-uploaded",
        "prompt-added",
    ]


async def test_what_is_no_sound_becomes_no_prompt(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    assert (await ada.ask("PUT", "/api/prompts/none/en", data=upload(), headers=WAV))[0] == 404
    await ada.post("/api/prompts", prompt_id="welcome", name="Welcome")
    for body in (b"", b"noise", b"RIFF" * 1000):
        assert (await ada.ask("PUT", "/api/prompts/welcome/en", data=body, headers=WAV))[0] == 400
    silent = upload(sound=np.zeros((44100, 1)))
    assert (await ada.ask("PUT", "/api/prompts/welcome/en", data=silent, headers=WAV))[1]["code"] == "silent-upload"
    assert (await ada.ask("PUT", "/api/prompts/welcome/EN!", data=upload(), headers=WAV))[0] == 400
    assert (await ada.ask("PUT", "/api/prompts/welcome/en", data=b"x" * 10_000_001, headers=WAV))[0] == 413
    assert (await ada.post("/api/prompts", prompt_id="cord/x", name="No"))[0] == 400
    assert (await ada.get("/api/prompts"))[0]["sounds"] == {}


async def test_a_prompt_that_a_flow_says_stays(centre: Centre, open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    await ada.post("/api/prompts", prompt_id="welcome", name="Welcome")
    await uses(centre, a={"kind": "say", "prompts": ["welcome", "cord/greeting"], "next": "a"})
    assert [line["used_by"] for line in await ada.get("/api/prompts")] == [["info"], ["info"]]
    status, body = await ada.ask("DELETE", "/api/prompts/welcome")
    assert (status, body["code"]) == (409, "prompt-used")


# -- voices --


async def test_what_a_flow_would_say_is_heard(centre: Centre, open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    said = [{"kind": "text", "text": {"en": "You owe {answers.sum}"}}, {"kind": "number", "value": "answers.n"}]
    status, headers, body = await ada.answer(
        "POST", "/api/speech/listen", json={"prompts": said, "language": "en", "answers": {"sum": 5, "n": 3}}
    )
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "audio/wav", "private, no-store")
    assert heard(body) == "You owe 5 <3>"
    _, _, body = await ada.answer("POST", "/api/speech/listen", json={"prompts": said[1:], "language": "en"})
    assert heard(body) == "<2>", "a value that only a conversation has is said as a sample"
    for wrong in ([], [{"kind": "song"}], [{"kind": "number", "value": "1 +"}], [{"kind": "text", "text": {"en": ""}}]):
        status, answer = await ada.ask("POST", "/api/speech/listen", json={"prompts": wrong, "language": "en"})
        assert (status, answer["code"]) == (400, "malformed"), wrong
    status, answer = await ada.ask("POST", "/api/speech/listen", json={"prompts": ["none"], "language": "en"})
    assert (status, answer["code"]) == (404, "unknown-prompt")
    centre.voices.there = False
    said = [{"kind": "text", "text": {"en": "Something new"}}]
    assert (await ada.ask("POST", "/api/speech/listen", json={"prompts": said, "language": "en"}))[0] == 503
    assert {voice["language"] for voice in await ada.get("/api/speech/voices")} == {"en", "ru"}


# -- tables --


async def test_a_table_is_looked_at_kept_searched_and_removed(centre: Centre, open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    written = "Код;Name\n7;Чай\n8;Coffee\n".encode("cp1251")
    status, seen = await ada.ask("POST", "/api/tables/goods/preview", data=written, headers=CSV)
    assert (status, seen["columns"], seen["total"], seen["errors"]) == (200, ["код", "name"], 2, [])
    assert seen["sample"][0] == {"код": "7", "name": "Чай"}
    assert await ada.get("/api/tables") == []
    assert (await ada.ask("PUT", "/api/tables/goods?name=Goods", data=written, headers=CSV)) == (200, seen)
    (line,) = await ada.get("/api/tables")
    assert (line["table_id"], line["name"], line["rows"], line["changed_by"]) == ("goods", "Goods", 2, "ada")
    assert await ada.get("/api/tables/goods/rows?search=coff&page=1") == {
        "rows": [{"код": "8", "name": "Coffee"}],
        "total": 1,
    }
    status, seen = await ada.ask("PUT", "/api/tables/goods", data=b"a,b\n1\n", headers=CSV)
    assert (status, seen["errors"]) == (200, [{"line": 2, "says": "1 cells, but there are 2 columns"}])
    assert (await ada.get("/api/tables"))[0]["columns"] == ["код", "name"], "an upload with errors changes nothing"
    await uses(centre, a={"kind": "look-up", "source": "table", "table_id": "goods", "found": "a", "not_found": "a"})
    assert (await ada.get("/api/tables"))[0]["used_by"] == ["info"]
    assert (await ada.ask("DELETE", "/api/tables/goods"))[1]["code"] == "table-used"
    await centre.in_force.flows.discard("info")
    assert (await ada.ask("DELETE", "/api/tables/goods"))[0] == 204
    assert (await ada.ask("DELETE", "/api/tables/goods"))[0] == 404
    assert (await ada.ask("GET", "/api/tables/goods/rows"))[0] == 404
    assert ("table-uploaded", "ada", "goods") in await acts(centre)


async def test_what_is_no_table_is_told_line_by_line_or_cut_off(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    status, seen = await ada.ask("POST", "/api/tables/goods/preview", data=b"", headers=CSV)
    assert (status, seen["errors"][0]["line"]) == (200, 1)
    too_long = b"a\n" + b"1\n" * (sheets.BYTES_MAX // 2)
    assert (await ada.ask("PUT", "/api/tables/goods", data=too_long, headers=CSV))[0] == 413
    for path in ("/api/tables/goods/rows?page=0", "/api/tables/goods/rows?search=%00", "/api/tables/..%2fx/rows"):
        assert (await ada.ask("GET", path))[0] in (400, 404)


async def test_a_flow_is_published_only_when_its_tables_and_prompts_are_there(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    look_up = {
        "kind": "look-up",
        "source": "table",
        "table_id": "t",
        "found": "b",
        "not_found": "b",
        "by": {"a": "'1'"},
    }
    document = {
        "flow_id": "info",
        "name": "Info",
        "start": "a",
        "nodes": {"a": look_up, "b": {"kind": "goodbye", "prompts": ["bye"]}},
    }
    says = [problem["says"] for problem in (await ada.post("/api/flows/check", document=document))[1]["problems"]]
    assert "table 't' does not exist" in says
    assert "there is no recorded prompt 'bye'" in says
    await ada.ask("PUT", "/api/tables/t", data=b"a\n1\n", headers=CSV)
    await ada.post("/api/prompts", prompt_id="bye", name="Bye")
    await ada.ask("PUT", "/api/prompts/bye/en", data=upload(), headers=WAV)
    says = [problem["says"] for problem in (await ada.post("/api/flows/check", document=document))[1]["problems"]]
    assert not [say for say in says if "table" in say or "prompt" in say]


# -- switches --


async def test_the_switch_for_emergencies_is_there_and_is_turned_at_once(
    centre: Centre, open_browser: OpenBrowser
) -> None:
    await configured(centre)
    sue = await open_browser("sue")
    (switch,) = await sue.get("/api/switches")
    assert (switch["switch_id"], switch["on"], switch["changed_at"]) == ("emergency", False, None)
    assert (await sue.ask("PUT", "/api/switches/emergency", json={"on": True}))[0] == 204
    assert centre.engine.live.performer.stage.emergency
    (switch,) = await sue.get("/api/switches")
    assert (switch["on"], switch["changed_by"]) == (True, "sue")
    assert switch["changed_at"] is not None
    assert (await sue.ask("PUT", "/api/switches/emergency", json={"on": False}))[0] == 204
    assert not centre.engine.live.performer.stage.emergency
    assert [act for act, _, _ in await acts(centre)] == ["switch-turned-off", "switch-turned-on"]


async def test_a_switch_of_the_company_is_turned_and_an_unknown_one_is_not(
    centre: Centre, open_browser: OpenBrowser
) -> None:
    await configured(centre, promo=Switch(switch_id="promo", name="Promo", name_ru="Акция"))
    ada = await open_browser("ada")
    assert [switch["switch_id"] for switch in await ada.get("/api/switches")] == ["emergency", "promo"]
    assert (await ada.ask("PUT", "/api/switches/promo", json={"on": True}))[0] == 204
    assert centre.engine.live.performer.stage.is_on("promo")
    assert (await ada.ask("PUT", "/api/switches/none", json={"on": True}))[0] == 404
    max_ = await open_browser("max")
    assert (await max_.ask("PUT", "/api/switches/promo", json={"on": False}))[0] == 403
