"""Programs of the company answer flows; hostile ones harm nothing, and nothing of a customer is in what is told."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from cordboard.errors import CordboardError, Malformed, Misunderstood, Refused, Unreachable
from cordboard.fetch.fetcher import Fetcher, FetchRules
from cordboard.runtime.outside import Answer, Ask, Requests
from tests.fetch.company import Names, program, talker

HERE = ("127.0.0.0/8",)
SECRET = "s3cr3t-of-the-crm"
CUSTOMER = "ann-smith"


@asynccontextmanager
async def asking(port: int, *, names: Names | None = None, **rules: Any) -> AsyncIterator[Fetcher]:
    given = {"hosts": (f"http://crm.test:{port}",), "private_networks": HERE, "credentials": {"crm": SECRET}} | rules
    look_up = names or Names(crm_test=[["127.0.0.1"]])
    fetcher = Fetcher(FetchRules(**given), look_up=look_up, chance=lambda: 0.0)
    try:
        yield fetcher
    finally:
        await fetcher.close()


def ask(port: int, path: str = "/", **more: Any) -> Ask:
    return Ask(url=f"http://crm.test:{port}{path}", **more)


async def told(fetcher: Requests, question: Ask) -> CordboardError:
    """The failure of this request, which holds nothing of what a customer said and no secret."""
    with pytest.raises(CordboardError) as failed:
        await fetcher.fetch(question)
    for word in (CUSTOMER, SECRET, "?"):
        assert word not in str(failed.value)
    return failed.value


async def test_a_request_reaches_the_program_whole_and_its_json_comes_back() -> None:
    seen: list[tuple[str, str, dict[str, str], Any]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.method, request.path_qs, dict(request.headers), await request.json()))
        return web.json_response({"status": "on its way", "parcels": [1, 2]}, status=201)

    async with program(answer) as port, asking(port) as fetcher:
        came = await fetcher.fetch(
            ask(
                port,
                "/orders?name=Анна",
                method="POST",
                headers={"X-Region": "north"},
                body={"order": "ä7"},
                credential="crm",
                idempotency_key="c1.n3",
            )
        )
    assert came == Answer(status=201, body={"status": "on its way", "parcels": [1, 2]})
    [(method, path, headers, body)] = seen
    assert (method, path, body) == ("POST", "/orders?name=%D0%90%D0%BD%D0%BD%D0%B0", {"order": "ä7"})
    assert headers["Host"] == f"crm.test:{port}"
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert (headers["Idempotency-Key"], headers["X-Region"]) == ("c1.n3", "north")
    assert headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("kind", "raw", "status", "meant"),
    [
        ("text/plain; charset=windows-1251", "готов".encode("cp1251"), 200, {"text": "готов"}),
        ("text/html", b"<p>no</p>", 404, {"text": "<p>no</p>"}),
        ("text/plain; charset=klingon", b"a\0b\xff", 200, {"text": "a\ufffdb\ufffd"}),
        ("application/problem+json", b'{"a": null}', 422, {"a": None}),
        ("application/json", b"<html>bad gateway", 500, {"text": "<html>bad gateway"}),
        ("application/json", b"", 204, None),
        ("image/png", b" ", 200, None),
    ],
)
async def test_each_kind_of_answer_has_its_meaning(kind: str, raw: bytes, status: int, meant: Any) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, body=raw, headers={"Content-Type": kind})

    async with program(answer) as port, asking(port) as fetcher:
        assert await fetcher.fetch(ask(port)) == Answer(status=status, body=meant)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("application/json", b"{oops"),
        ("application/json", b"[" * 60_000),
        ("application/json", b'{"a": 1e999}'),
        ("application/json", b'"\xff"'),
        ("application/pdf", b"%PDF"),
    ],
)
async def test_an_answer_without_meaning_is_told_as_misunderstood(kind: str, raw: bytes) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=raw, headers={"Content-Type": kind})

    async with program(answer) as port, asking(port) as fetcher:
        assert isinstance(await told(fetcher, ask(port, f"/?name={CUSTOMER}")), Misunderstood)


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    paths: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        paths.append(request.path)
        return web.Response(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})

    async with program(answer) as port, asking(port) as fetcher:
        assert (await fetcher.fetch(ask(port, "/a"))).status == 302
    assert paths == ["/a"]


async def test_a_program_that_is_away_for_a_moment_is_asked_again() -> None:
    statuses = [503, 429, 200]

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(len(statuses), status=statuses.pop(0))

    async with program(answer) as port, asking(port) as fetcher:
        assert await fetcher.fetch(ask(port, method="POST", retries=2)) == Answer(status=200, body=1)


async def test_after_the_last_try_the_answer_is_the_one_that_came() -> None:
    tries: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        tries.append(request.method)
        return web.json_response({"why": "busy"}, status=502)

    async with program(answer) as port, asking(port) as fetcher:
        assert await fetcher.fetch(ask(port, retries=1)) == Answer(status=502, body={"why": "busy"})
        assert len(tries) == 2
        assert (await fetcher.fetch(ask(port, retries=2, limit_s=0.15))).status == 502
        assert len(tries) == 3, "there was no time left for a second try"


async def test_a_program_that_asks_for_a_rest_beyond_the_time_is_not_asked_again() -> None:
    tries: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        tries.append(request.method)
        return web.Response(status=429, headers={"Retry-After": "60"})

    async with program(answer) as port, asking(port) as fetcher:
        assert (await fetcher.fetch(ask(port, retries=3))).status == 429
    assert len(tries) == 1


@pytest.mark.parametrize(
    ("method", "key", "tries"),
    [("POST", "", 1), ("PATCH", "", 1), ("POST", "c1.n1", 2), ("PUT", "", 4), ("GET", "", 4)],
)
async def test_what_may_have_been_done_is_asked_again_only_if_that_is_harmless(
    method: Any, key: str, tries: int
) -> None:
    keys: list[bytes] = []

    async def drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        keys.append(b"")

    async with talker(drop) as port, asking(port) as fetcher:
        failed = await told(fetcher, ask(port, method=method, retries=1, idempotency_key=key))
    assert isinstance(failed, Unreachable)
    # aiohttp itself repeats once what is harmless by its method
    assert len(keys) == tries


async def test_a_program_that_nobody_runs_is_told_as_unreachable() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response()

    async with program(answer) as port:
        pass
    async with asking(port) as fetcher:
        failed = await told(fetcher, ask(port, f"/?name={CUSTOMER}", retries=1, credential="crm"))
    assert isinstance(failed, Unreachable)
    assert (failed.thing, failed.says) == ("crm.test", "connection refused")


async def test_a_name_that_leads_nowhere_is_told() -> None:
    async with asking(80, names=Names()) as fetcher:
        assert "its name leads nowhere" in str(await told(fetcher, ask(80, retries=0)))


async def test_the_time_holds_for_all_tries_whatever_the_program_does() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b" ")
            await asyncio.sleep(0.02)

    async def drip_headers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            writer.write(b"a")
            await asyncio.sleep(0.02)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    for talk in (drip, drip_headers, silent):
        async with talker(talk) as port, asking(port) as fetcher:
            async with asyncio.timeout(5):
                failed = await told(fetcher, ask(port, retries=5, limit_s=0.3))
        assert isinstance(failed, Unreachable)
        assert failed.says == "does not answer within 0.3 s"


async def test_an_answer_without_end_is_cut_at_the_longest_that_is_read() -> None:
    sent = [0]

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            await writer.drain()
            sent[0] += 0x10000

    async with talker(pour) as port, asking(port) as fetcher:
        failed = await told(fetcher, ask(port, most_bytes=100_000))
        assert isinstance(failed, Misunderstood)
        assert "more than 100000 bytes" in failed.said
    assert sent[0] < 16 << 20, "the connection is cut, and what is read ahead is bounded"


async def test_an_answer_that_says_how_long_it_is_is_cut_before_it_is_read() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text="x" * 101)

    async with program(answer) as port, asking(port) as fetcher:
        assert isinstance(await told(fetcher, ask(port, most_bytes=100)), Misunderstood)
        assert (await fetcher.fetch(ask(port, most_bytes=101))).status == 200


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: b\r\n" % n for n in range(50_000)) + b"\r\n",
        b"SSH-2.0-OpenSSH_9\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b",
    ],
    ids=["a long header", "many headers", "no HTTP", "a length below nothing", "two lengths", "packed"],
)
async def test_an_answer_that_is_hardly_http_is_told_as_misunderstood(head: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await writer.drain()
        await asyncio.sleep(5)

    async with talker(talk) as port, asking(port) as fetcher:
        assert isinstance(await told(fetcher, ask(port, retries=0, limit_s=3)), Misunderstood)


async def test_cookies_are_not_kept() -> None:
    cookies: list[str | None] = []

    async def answer(request: web.Request) -> web.Response:
        cookies.append(request.headers.get("Cookie"))
        return web.Response(headers={"Set-Cookie": "a=b"})

    async with program(answer) as port, asking(port) as fetcher:
        await fetcher.fetch(ask(port))
        await fetcher.fetch(ask(port))
    assert cookies == [None, None]


async def test_only_so_many_requests_are_under_way_at_once() -> None:
    under_way, most = [0], [0]

    async def answer(request: web.Request) -> web.Response:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        await asyncio.sleep(0.02)
        under_way[0] -= 1
        return web.Response()

    async with program(answer) as port, asking(port, at_once=3) as fetcher:
        answers = await asyncio.gather(*(fetcher.fetch(ask(port)) for _ in range(12)))
    assert {each.status for each in answers} == {200}
    assert most[0] == 3


async def test_a_connection_goes_to_the_address_that_was_checked_though_the_name_leads_elsewhere_a_moment_later() -> (
    None
):
    async def answer(request: web.Request) -> web.Response:
        return web.Response(headers={"Connection": "close"})

    names = Names(crm_test=[["127.0.0.1"], ["10.0.0.7"]])
    async with program(answer) as port, asking(port, names=names) as fetcher:
        assert (await fetcher.fetch(ask(port))).status == 200
        assert names.asked == ["crm.test"]
        failed = await told(fetcher, ask(port))
    assert isinstance(failed, Refused)
    assert failed.code == "private-address"


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["::1"],
        ["169.254.169.254"],
        ["64:ff9b::7f00:1"],
    ],
)
async def test_a_name_that_leads_inside_is_refused_before_anything_is_opened(addresses: list[str]) -> None:
    reached: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response()

    names = Names(crm_test=[addresses])
    async with program(answer) as port, asking(port, names=names, private_networks=()) as fetcher:
        failed = await told(fetcher, ask(port, retries=0, limit_s=2))
    assert isinstance(failed, Refused)
    assert reached == []


async def test_a_host_that_is_an_address_passes_no_gate_that_names_do_not_pass() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response()

    async with program(answer) as port:
        listed = (f"http://127.0.0.1:{port}",)
        async with asking(port, hosts=listed, private_networks=()) as fetcher:
            with pytest.raises(Refused):
                await fetcher.fetch(Ask(url=f"http://127.0.0.1:{port}/"))
        async with asking(port, hosts=listed) as fetcher:
            assert (await fetcher.fetch(Ask(url=f"http://127.0.0.1:{port}/"))).status == 200


@pytest.mark.parametrize(
    "name",
    [
        "Host",
        "content-length",
        "Transfer-Encoding",
        "Cookie",
        "Connection",
        "Proxy-Authorization",
        "TE",
        "Authorization",
    ],
)
async def test_headers_that_speak_to_others_than_the_program_cannot_be_set(name: str) -> None:
    async with asking(80) as fetcher:
        failed = await told(fetcher, ask(80, headers={name: CUSTOMER}))
    assert isinstance(failed, Refused)
    assert failed.code == "header-not-allowed"


@pytest.mark.parametrize(
    "more",
    [
        {"headers": {"X-A\r\nX-B": CUSTOMER}},
        {"headers": {"X A": CUSTOMER}},
        {"headers": {"X-A": f"{CUSTOMER}\r\nX-B: b"}},
        {"headers": {"X-A": f"{CUSTOMER}\n"}},
        {"headers": {"X-A": "имя"}},
        {"headers": {f"X-{n}": "a" for n in range(40)}},
        {"idempotency_key": f"{CUSTOMER}\r\n"},
        {"method": "CONNECT"},
        {"body": {"a": object()}},
        {"body": "x" * 2_000_000},
    ],
)
async def test_what_could_be_read_as_another_request_is_not_written(more: dict[str, Any]) -> None:
    async with asking(80) as fetcher:
        assert isinstance(await told(fetcher, ask(80, **more)), Malformed)


async def test_a_credential_that_is_not_in_the_settings_is_named() -> None:
    async with asking(80) as fetcher:
        assert "'warehouse'" in str(await told(fetcher, ask(80, credential="warehouse")))


def test_rules_and_requests_do_not_show_what_is_secret() -> None:
    shown = repr(FetchRules(credentials={"crm": SECRET})) + repr(
        Ask(url=f"https://a/{CUSTOMER}", headers={"X": CUSTOMER}, body=CUSTOMER)
    )
    assert SECRET not in shown
    assert CUSTOMER not in shown


async def test_a_certificate_that_cannot_be_trusted_ends_the_request_before_a_word_is_said(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("a certificate for the test wants openssl: sudo apt-get install -y openssl")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=crm.test"]
    more = ["-addext", "subjectAltName=DNS:crm.test", "-out", str(cert), "-keyout", str(key)]
    subprocess.run([*words, *more], check=True, capture_output=True)
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shows.load_cert_chain(cert, key)
    said: list[bytes] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0, ssl=shows)
    port = server.sockets[0].getsockname()[1]
    question = Ask(url=f"https://crm.test:{port}/", credential="crm")
    async with asking(port, hosts=(f"crm.test:{port}",)) as fetcher:
        assert "certificate" in str(await told(fetcher, question))
    assert said == []
    rules = FetchRules(hosts=(f"crm.test:{port}",), private_networks=HERE, credentials={"crm": SECRET})
    trusting = Fetcher(
        rules, look_up=Names(crm_test=[["127.0.0.1"]]), trust=ssl.create_default_context(cafile=str(cert))
    )
    assert await trusting.fetch(question) == Answer(status=200, body=json.loads("{}"))
    await trusting.close()
    server.close()
