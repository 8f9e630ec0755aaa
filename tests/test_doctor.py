"""The doctor says what is wrong and how to mend it."""

from __future__ import annotations

import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import encode_basic_auth, web

from cordboard import config, doctor, hold
from cordboard.asterisk.examine import NEEDED
from cordboard.asterisk.install import read_version
from cordboard.places import cache
from cordboard.postgres.embedded import EmbeddedPostgres
from cordboard.speech import install as speech_install

Asterisk = Callable[..., Awaitable[str]]


def settings(home: Path, **environ: str) -> config.Settings:
    return config.load(environ={"CORDBOARD_HOME": str(home), **environ})


@pytest.fixture
async def asterisk() -> AsyncIterator[Asterisk]:
    """Starts something that answers as Asterisk's REST interface does, and returns its address."""
    runners: list[web.AppRunner] = []

    async def start(version: str = "22.5.0", modules: tuple[str, ...] = NEEDED, sounds: tuple[str, ...] = ()) -> str:
        async def info(request: web.Request) -> web.Response:
            if request.headers.get("Authorization") != encode_basic_auth("cordboard", "right"):
                return web.json_response({"message": "Authentication required"}, status=401)
            return web.json_response({"system": {"version": version}})

        async def listed(_: web.Request) -> web.Response:
            return web.json_response([{"name": f"{name}.so", "status": "Running"} for name in modules])

        async def heard(_: web.Request) -> web.Response:
            forms = [{"language": language, "format": "wav"} for language in ("en", "ru")]
            return web.json_response([{"id": name, "formats": forms} for name in sounds])

        served = web.Application()
        served.router.add_get("/ari/asterisk/info", info)
        served.router.add_get("/ari/asterisk/modules", listed)
        served.router.add_get("/ari/sounds", heard)
        runner = web.AppRunner(served)
        runners.append(runner)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


async def about_asterisk(home: Path, url: str, password: str = "right") -> dict[str, doctor.Finding]:
    told = settings(home, CORDBOARD_ASTERISK_ARI_URL=url, CORDBOARD_ASTERISK_ARI_PASSWORD=password)
    return {finding.name: finding for finding in await doctor.other_asterisk(url, told)}


def test_an_old_python_is_told_with_what_to_install() -> None:
    assert doctor.python((3, 11, 2)).ok
    old = doctor.python((3, 9, 2))
    assert not old.ok
    assert "3.11" in old.mend


def test_few_open_files_are_told_as_calls() -> None:
    assert doctor.files(resource.RLIM_INFINITY).ok
    assert doctor.files(65536).ok
    few = doctor.files(1024)
    assert not few.ok
    assert "about 128 calls" in few.says


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.disk(tmp_path / "not" / "made" / "yet").ok
    monkeypatch.setattr(doctor, "DISK_MB_MIN", 10**9)
    assert "CORDBOARD_HOME" in doctor.disk(tmp_path).mend


def test_screens_that_were_not_built_are_told(tmp_path: Path) -> None:
    assert not doctor.browser_side(tmp_path).ok
    for name in ("index.html", "call.html"):
        (tmp_path / name).touch()
    assert doctor.browser_side(tmp_path).ok


@pytest.mark.parametrize(("kind", "socket_kind"), [("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)])
def test_a_port_in_use_is_told_with_its_holder_and_the_setting_that_changes_it(
    tmp_path: Path, kind: str, socket_kind: socket.SocketKind
) -> None:
    with socket.socket(socket.AF_INET, socket_kind) as taken:
        taken.bind(("127.0.0.1", 0))
        if kind == "tcp":
            taken.listen()
        number = taken.getsockname()[1]
        found = doctor.port("127.0.0.1", number, kind, "CORDBOARD_WEB_PORT", tmp_path)
        with hold.hold(tmp_path):
            ours = doctor.port("127.0.0.1", number, kind, "CORDBOARD_WEB_PORT", tmp_path)
    assert ours.ok
    assert not found.ok
    assert "process " in found.says
    assert "CORDBOARD_WEB_PORT" in found.mend
    assert doctor.port("127.0.0.1", number, kind, "CORDBOARD_WEB_PORT", tmp_path).ok


async def test_an_own_database_that_answers_is_well_and_one_that_never_ran_is_too(tmp_path: Path) -> None:
    told = settings(tmp_path)
    assert (await doctor.database(told, runs=False)).says == "installed; starts with the centre"
    server = EmbeddedPostgres(folder=tmp_path / "postgres", durable=False)
    try:
        dsn = await server.start()
        own = await doctor.database(told, runs=True)
        given = await doctor.database(settings(tmp_path, CORDBOARD_DATABASE_URL=dsn), runs=False)
    finally:
        await server.stop()
    assert own == given
    assert own.ok
    assert own.says.endswith("writable")
    assert not (await doctor.database(told, runs=True)).ok
    gone = await doctor.database(settings(tmp_path, CORDBOARD_DATABASE_URL=dsn), runs=False)
    assert "CORDBOARD_DATABASE_URL" in gone.mend


async def test_a_database_that_refuses_to_write_is_told(tmp_path: Path) -> None:
    server = EmbeddedPostgres(folder=tmp_path / "postgres", durable=False)
    try:
        dsn = await server.start() + "&default_transaction_read_only=on"
        found = await doctor.database(settings(tmp_path, CORDBOARD_DATABASE_URL=dsn), runs=False)
    finally:
        await server.stop()
    assert not found.ok
    assert "read-only" in found.says


async def test_a_users_own_asterisk_with_all_that_is_needed_is_well(tmp_path: Path, asterisk: Asterisk) -> None:
    names = tuple({f"cord/{place.stem}" for place in doctor.PROMPTS.glob("*/*")})
    found = await about_asterisk(tmp_path, await asterisk(sounds=names))
    assert all(finding.ok for finding in found.values()), found


async def test_modules_and_prompts_that_a_users_own_asterisk_lacks_are_named(
    tmp_path: Path, asterisk: Asterisk
) -> None:
    url = await asterisk(modules=tuple(name for name in NEEDED if name != "app_mixmonitor"))
    found = await about_asterisk(tmp_path, url)
    assert found["Asterisk modules"].says == "not running: app_mixmonitor"
    assert not found["sounds"].ok


@pytest.mark.parametrize("version", ["18.9.0", "no version"])
async def test_an_asterisk_that_cannot_be_driven_is_told(tmp_path: Path, asterisk: Asterisk, version: str) -> None:
    found = await about_asterisk(tmp_path, await asterisk(version=version))
    assert not found["Asterisk"].ok


async def test_a_wrong_password_and_a_silent_address_are_told_apart(tmp_path: Path, asterisk: Asterisk) -> None:
    url = await asterisk()
    assert "password" in (await about_asterisk(tmp_path, url, password="wrong"))["Asterisk"].says
    assert "nothing answers" in (await about_asterisk(tmp_path, "http://127.0.0.1:1"))["Asterisk"].says


def test_a_version_with_a_known_fault_is_told() -> None:
    assert doctor.of_version(read_version("22.10.1")).ok
    assert not doctor.of_version(read_version("22.11.0")).ok


async def test_every_part_is_looked_at_and_nothing_is_changed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    names = [finding.name for finding in await doctor.examine(settings(home))]
    assert {"Python", "disk", "open files", "screens", "database", "Asterisk"} <= set(names)
    assert not home.exists()


def test_one_process_runs_a_centre_and_the_second_is_told_which(tmp_path: Path) -> None:
    assert hold.holder(tmp_path) is None
    with hold.hold(tmp_path):
        pid = hold.holder(tmp_path)
        with pytest.raises(hold.AlreadyRunning, match=f"process {pid}"), hold.hold(tmp_path):
            pass
    assert hold.holder(tmp_path) is None


def test_voices_that_are_missing_or_broken_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = doctor.voices(tmp_path)
    assert (absent.ok, absent.says) == (False, "not installed")
    assert "./run" in absent.mend
    monkeypatch.setattr(speech_install, "is_installed", lambda folder: True)
    broken = doctor.voices(tmp_path)
    assert not broken.ok
    assert "do not speak" in broken.says
    assert str(speech_install.folder_in(tmp_path)) in broken.mend


def test_voices_that_speak_are_told_by_their_languages() -> None:
    if not speech_install.is_installed(speech_install.folder_in(cache())):
        pytest.skip("RHVoice is not installed: ./run fetches it")
    assert doctor.voices(cache()) == doctor.Finding("voices", True, "en and ru")
