"""Bodies, paths and queries that nobody would send in good faith: refused clearly, and the centre goes on."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from cordboard.web import openapi
from tests.web.centre import PASSWORD, Centre, centre_at
from tests.web.conftest import OpenBrowser

NASTY = [
    b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe\x00", b'{"login":', b'{"login":"ann"}', b"[" * 50_000,
    b'{"login":' + b"[" * 10_000, b'{"login":"\\ud800","password":"x"}', b'{"login":1,"password":2}',
    b'{"login":"ann","password":"x","admin":true}', b'{"login":"ann","login":"bob","password":null}',
    b'{"login":"' + b"a" * 50_000 + b'","password":"x"}',
    b'{"login":"ann","password":"' + "🙂".encode() * 300 + b'"}',
]  # fmt: skip


async def test_a_body_that_makes_no_sense_is_refused_in_words(open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    for body in NASTY:
        status, answer = await stranger.ask(
            "POST", "/api/session", data=body, headers={"Content-Type": "application/json"}
        )
        assert (status, answer["code"]) == (400, "malformed"), body[:60]
        assert answer["says"]


async def test_a_huge_body_is_cut_off(open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    headers = {"Content-Type": "application/json"}
    status, answer = await stranger.ask("POST", "/api/session", data=b" " * 1_000_000, headers=headers)
    assert (status, answer["code"]) == (413, "too-large")


async def test_strange_paths_and_heads_are_survived(open_browser: OpenBrowser) -> None:
    sue = await open_browser("sue")
    for name in ("%00", "a" * 3000, "..%2f..%2fetc", "%ff", "a%0d%0aX-Evil:1", "%F0%9F%99%82", "%2e%2e/audio"):
        path = "/api/contacts/" + name
        status, _ = await sue.ask("GET", path)
        assert 400 <= status < 500, (path, status)
    for name, head in (("Range", "bytes=" + "9" * 400 + "-"), ("Cookie", "x" * 7000), ("If-None-Match", "\x80"),
                       ("Accept-Encoding", "gzip;q=x"), ("X-CSRF-Token", "\u00ff" * 50)):  # fmt: skip
        status, _ = await sue.ask("GET", "/api/center", headers={name: head})
        assert status in (200, 401), name


async def test_a_host_or_an_origin_that_is_no_address_is_refused(open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    assert (await stranger.ask("GET", "/health", headers={"Host": "["}))[0] == 400
    assert (await stranger.ask("POST", "/api/visit", headers={"Origin": "http://["}))[0] == 403


class Aside:
    """A centre in a thread of its own, for a tool that waits."""

    def __init__(self, dsn: str) -> None:
        self._dsn, self._ready = dsn, threading.Event()
        self._loop, self._end = asyncio.new_event_loop(), asyncio.Event()
        self.centre: Centre | None = None
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))

    async def _serve(self) -> None:
        async with centre_at(self._dsn) as self.centre:
            await self.centre.talked()
            self._ready.set()
            await self._end.wait()

    def __enter__(self) -> Centre:
        self._thread.start()
        assert self._ready.wait(30)
        assert self.centre is not None
        return self.centre

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(30)


@pytest.fixture
def aside(dsn: str) -> Iterator[Centre]:
    with Aside(dsn) as centre:
        yield centre


LEFT_OUT = r"^/api/session|^/api/accounts/\{login\}/password|/sessions$"
"""Signing in and out are slowed on purpose, and would sign the attacker out."""
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_headers_conformance,
    schemathesis.checks.response_schema_conformance,
]
BOUNDED = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.parametrize("login", ["ann", "sue", "ada"])
def test_whatever_is_sent_is_answered_as_the_description_says(aside: Centre, login: str) -> None:
    with requests.Session() as client:
        signed_in = client.post(aside.address + "/api/session", json={"login": login, "password": PASSWORD}, timeout=10)
        token, csrf = signed_in.cookies["cordboard_session"], signed_in.json()["csrf"]
    headers = {"X-CSRF-Token": csrf, "Cookie": f"cordboard_session={token}"}
    schema = schemathesis.openapi.from_dict(json.loads(openapi.document()))
    schema.config.update(base_url=aside.address)
    for result in schema.exclude(path_regex=LEFT_OUT).get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @BOUNDED
            @given(case=operation.as_strategy(generation_mode=mode))
            def attack(case: schemathesis.Case[Any]) -> None:
                case.call_and_validate(headers=headers, checks=CHECKS, timeout=10)

            try:
                attack()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, "nothing wrong can be said to a route without parameters"
    walked = {sample.labels["route"] for metric in aside.web.metrics.requests.collect() for sample in metric.samples}
    assert len(walked) >= 30, walked
