"""Packages put in place: whole or absent, offline when kept, and refused in words where it cannot be."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cordboard.debian import closure
from cordboard.debian.apt import Planned, PrivateApt, host_mirror
from cordboard.debian.closure import Wish
from cordboard.debian.errors import BrokenPackages, MirrorUnreachable, NoMirror, NoRoom, UnsupportedMachine
from cordboard.debian.machine import demand_room, machine_of
from cordboard.debian.program import command

NOWHERE = "http://127.0.0.1:9/debian"
WISH = Wish(packages=("greeter",), suite="sid", room_mb=1)


def quiet(_: str) -> None:
    """Take progress and say nothing."""


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder that holds one small package, as an earlier installation leaves it."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("these tests build a package: they want dpkg-deb, which Debian and Ubuntu have")
    source, folder = tmp_path / "source", tmp_path / "kept"
    (source / "DEBIAN").mkdir(parents=True)
    (source / "DEBIAN" / "control").write_text(
        "Package: greeter\nVersion: 1:2.0\nArchitecture: all\nMaintainer: N <n@example.org>\nDescription: greets\n"
    )
    for place, text in (("usr/bin/greeter", "#!/bin/sh\n"), ("usr/share/doc/greeter/copyright", "free"), ("lib/x", "")):
        file = source / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    folder.mkdir()
    package = folder / "greeter_1%3a2.0_all.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", str(source), str(package)], check=True, capture_output=True)
    sums = {package.name: hashlib.sha256(package.read_bytes()).hexdigest()}
    (folder / closure.LOCK).write_text(json.dumps({"key": WISH.key, "sha256": sums}))
    return folder


def test_kept_packages_are_put_in_place_without_network_and_once(kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    finished = []
    for _ in range(2):
        closure.install(WISH, folder, kept=kept, tell=quiet, finish=finished.append, mirror=NOWHERE)
    assert len(finished) == 1
    assert closure.is_installed(WISH, folder)
    assert (folder / "root" / "usr" / "bin" / "greeter").exists()
    assert (folder / "root" / "usr" / "lib" / "x").exists()
    assert not (folder / "root" / "usr" / "share" / "doc").exists()


def test_an_installation_that_fails_leaves_nothing_and_an_older_one_whole(kept: Path, tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise BrokenPackages(tmp_path, "it does not run")

    folder = tmp_path / "cache" / "made"
    with pytest.raises(BrokenPackages):
        closure.install(WISH, folder, kept=kept, tell=quiet, finish=fail, mirror=NOWHERE)
    assert [place.name for place in folder.parent.iterdir()] == [".made.lock"]

    closure.install(WISH, folder, kept=kept, tell=quiet, mirror=NOWHERE)
    other = Wish(packages=("another",), suite="sid", room_mb=1)
    with pytest.raises(MirrorUnreachable, match="check the network"):
        closure.install(other, folder, kept=tmp_path / "none", tell=quiet, mirror=NOWHERE)
    assert closure.is_installed(WISH, folder)


def damage(package: Path) -> None:
    package.write_bytes(package.read_bytes() + b"?")


def remove(package: Path) -> None:
    package.unlink()


def add_another(package: Path) -> None:
    package.with_name("other_1_all.deb").touch()


@pytest.mark.parametrize("harm", [damage, remove, add_another])
def test_kept_packages_that_are_not_what_they_were_are_fetched_again(
    kept: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    harm(next(kept.glob("*.deb")))
    with pytest.raises(MirrorUnreachable):
        closure.install(WISH, tmp_path / "made", kept=kept, tell=quiet, mirror=NOWHERE)


def test_a_full_disk_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match="XDG_CACHE_HOME"):
        demand_room(tmp_path / "not" / "there", 10**9)


def test_an_unknown_architecture_is_refused() -> None:
    with pytest.raises(UnsupportedMachine, match="amd64 or arm64"):
        machine_of("riscv64")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("sources.list", "# deb http://old.example/debian x\ndeb http://one.example/debian/ bookworm main\n"),
        ("sources.list.d/d.sources", "Types: deb\nURIs: http://one.example/debian\nSuites: bookworm\n"),
        ("sources.list.d/d.list", "deb [arch=amd64] http://one.example/debian bookworm main\n"),
    ],
)
def test_the_hosts_own_mirror_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str) -> None:
    monkeypatch.delenv("CORDBOARD_DEBIAN_MIRROR", raising=False)
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list.d" / "other.list").write_text("deb http://packages.example/apt stable main\n")
    (tmp_path / file).write_text(text)
    assert host_mirror(tmp_path) == "http://one.example/debian"


def test_a_host_without_a_debian_mirror_is_told_how_to_name_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CORDBOARD_DEBIAN_MIRROR", raising=False)
    with pytest.raises(NoMirror, match="CORDBOARD_DEBIAN_MIRROR"):
        host_mirror(tmp_path)
    monkeypatch.setenv("CORDBOARD_DEBIAN_MIRROR", "http://two.example/debian/")
    assert host_mirror(tmp_path) == "http://two.example/debian"


def test_a_package_is_read_from_its_file_name() -> None:
    assert Planned.from_file_name("libx_1%3a2.0+dfsg%7ecs6-1_amd64.deb") == Planned("libx", "1:2.0+dfsg~cs6-1")


def test_without_network_the_sentence_names_the_mirror_and_what_to_do(tmp_path: Path) -> None:
    apt = PrivateApt(tmp_path, mirror=NOWHERE, suite="sid", components=("main",), architecture="amd64")
    with pytest.raises(
        MirrorUnreachable, match=r"127\.0\.0\.1:9/debian does not give the packages .*check the network"
    ):
        apt.refresh()


def test_a_program_is_started_by_its_own_loader_with_its_own_libraries() -> None:
    words = command(Path("/x"), machine_of("arm64"), "usr/sbin/asterisk", libraries=["usr/lib/a"])
    assert words == [
        "/x/usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1",
        "--argv0",
        "asterisk",
        "--library-path",
        "/x/usr/lib/aarch64-linux-gnu:/x/usr/lib/a:/x/usr/lib",
        "/x/usr/sbin/asterisk",
    ]
