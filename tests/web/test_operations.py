"""Health, metrics, pages, the server's own manners."""

from __future__ import annotations

import json
from pathlib import Path

from litestar import Litestar
from litestar.testing import AsyncTestClient
from structlog.testing import capture_logs

from cordboard import errors as all_errors
from cordboard.errors import CordboardError, Refused
from cordboard.web import errors, openapi
from cordboard.web.parts import PartHealth
from cordboard.web.screens import Screens, screen_routes
from tests.web.centre import Centre
from tests.web.conftest import OpenBrowser


def subclasses(cls: type[CordboardError]) -> set[type[CordboardError]]:
    return {cls}.union(*(subclasses(each) for each in cls.__subclasses__()))


def test_every_refusal_has_a_status_that_blames_the_asker() -> None:
    assert issubclass(all_errors.Unknown, Refused)
    for cls in subclasses(Refused):
        status = next(errors.STATUS[kind] for kind in cls.__mro__ if kind in errors.STATUS)
        assert 400 <= status < 500, cls


async def test_health_says_in_words_how_each_part_is(centre: Centre, open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    assert await stranger.get("/health") == {
        "ok": True,
        "parts": {"database": {"ok": True, "says": "it answers"}},
    }
    assert (await stranger.ask("GET", "/ready"))[0] == 200
    centre.health = {"database": PartHealth(ok=False, says="it does not answer")}
    assert (await stranger.get("/health"))["ok"] is False
    assert (await stranger.ask("GET", "/ready"))[0] == 503


async def test_metrics_count_the_floor_and_the_requests(centre: Centre, open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    await centre.at_work("ann")
    await centre.call("c1", "200")
    await stranger.get("/health")
    text = (await stranger.get("/metrics")).decode()
    assert 'cordboard_contacts{queue="support",state="waiting"} 1.0' in text
    assert 'cordboard_agents{state="ready"} 1.0' in text
    assert "cordboard_switch_up 1.0" in text
    assert 'cordboard_http_requests_total{method="GET",route="/health",status="200"} 1.0' in text
    assert "442079460000" not in text


async def test_metrics_are_for_this_machine_or_for_the_token(centre: Centre, open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    away = {"X-Forwarded-For": "203.0.113.9"}
    assert (await stranger.ask("GET", "/metrics", headers=away))[0] == 403
    object.__setattr__(centre.parts.rules, "metrics_token", "s3cret")
    assert (await stranger.ask("GET", "/metrics", headers={**away, "Authorization": "Bearer s3cret"}))[0] == 200
    assert (await stranger.ask("GET", "/metrics", headers={**away, "Authorization": "Bearer wrong"}))[0] == 403


async def test_a_fault_of_ours_is_logged_and_not_told(centre: Centre, open_browser: OpenBrowser) -> None:
    stranger = await open_browser()

    async def broken() -> dict[str, PartHealth]:
        raise RuntimeError("the secret is 42")

    centre.parts.health = broken
    with capture_logs() as logs:
        status, body = await stranger.ask("GET", "/health")
    assert (status, body["code"]) == (500, "fault")
    assert "42" not in body["says"].replace(body["says"].split()[-1], "")
    assert any(line.get("fault") == body["says"].split()[-1] for line in logs)


async def test_the_access_log_names_routes_and_no_people(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    with capture_logs() as logs:
        await ann.get("/api/customers/by-number/+442079460000")
        await ann.sign_in("ann", "a wrong password")
    assert {line["route"] for line in logs if line["event"] == "request"} == {
        "/api/customers/by-number/{number}", "/api/session",
    }  # fmt: skip
    assert "442079460000" not in repr(logs)
    assert "wrong password" not in repr(logs)
    assert "'ann'" not in repr(logs)


async def test_without_built_screens_the_page_says_what_to_do(open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    for path in ("/", "/desk", "/floor/board", "/call"):
        status, headers, body = await stranger.answer("GET", path)
        assert (status, headers["Content-Type"].partition(";")[0]) == (503, "text/html")
        assert b"./run" in body


async def test_built_screens_are_served_and_kept_by_their_hash(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>screens</p>")
    (tmp_path / "call.html").write_text("<p>call us</p>")
    (tmp_path / "assets" / "main-abc.js").write_text("console.log(1);" * 200)
    (tmp_path / ".built-from").write_text("hidden")
    app = Litestar(
        screen_routes(Screens(tmp_path)), openapi_config=None, exception_handlers={CordboardError: errors.refused}
    )
    async with AsyncTestClient(app) as client:
        for path in ("/", "/desk", "/contacts/abc", "/index.html"):
            page = await client.get(path)
            assert (page.status_code, page.text) == (200, "<p>screens</p>")
            assert page.headers["cache-control"] == "no-cache"
        assert (await client.get("/call")).text == "<p>call us</p>"
        script = await client.get("/assets/main-abc.js", headers={"Accept-Encoding": "gzip"})
        assert script.headers["content-encoding"] == "gzip"
        assert "immutable" in script.headers["cache-control"]
        assert script.text == "console.log(1);" * 200
        again = await client.get("/assets/main-abc.js", headers={"If-None-Match": script.headers["etag"]})
        assert again.status_code == 304
        for path in (
            "/assets/none.js",
            "/.built-from",
            "/assets/%2e%2e/%2e%2e/etc/passwd",
            "/api/none",
            "/x.php",
            "/a%00b.js",
        ):
            assert (await client.get(path)).status_code == 404, path


async def test_an_unknown_path_of_the_api_is_refused_in_its_words(open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    status, body = await stranger.ask("GET", "/api/nothing")
    assert (status, body["code"]) == (404, "unknown-path")
    status, body = await stranger.ask("POST", "/api/center", json={})
    assert (status, body["code"]) == (405, "unknown-method")


async def test_the_description_is_served_and_the_exported_one_is_fresh(open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    assert json.dumps(await stranger.get("/openapi.json"), sort_keys=True) == json.dumps(
        json.loads(openapi.document()), sort_keys=True
    )
    kept = Path(__file__).parents[2] / "ui" / "openapi.json"
    assert kept.read_bytes() == openapi.document(), "stale: run `cordboard openapi`"
