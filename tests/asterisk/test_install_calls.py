"""Asterisk in the user's cache runs, and is made again from the kept packages without any network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cordboard.asterisk import install
from cordboard.debian.errors import MirrorUnreachable

pytestmark = pytest.mark.calls
NOWHERE = "http://127.0.0.1:9/debian"


def test_the_installed_asterisk_is_one_the_centre_can_drive(installed: install.Asterisk) -> None:
    version = install.version_of(installed)
    assert version.number[0] == 22
    assert version.trouble is None
    assert {"en", "ru"} <= {place.name for place in installed.sounds.iterdir()}
    assert {file.suffix for file in installed.music.iterdir()} == {".ulaw", ".alaw", ".wav"}


def test_a_second_installation_needs_no_network(installed: install.Asterisk, tmp_path: Path) -> None:
    kept = tmp_path / f"{installed.prefix.name}.debs"
    shutil.copytree(installed.prefix.with_name(kept.name), kept)
    again = install.install(tmp_path, lambda _: None, mirror=NOWHERE)
    assert install.version_of(again) == install.version_of(installed)

    shutil.rmtree(again.prefix)
    package = next(kept.glob("asterisk_*.deb"))
    package.write_bytes(package.read_bytes()[:-1] + b"?")
    with pytest.raises(MirrorUnreachable, match=r"127\.0\.0\.1:9"):
        install.install(tmp_path, lambda _: None, mirror=NOWHERE)
    assert not again.prefix.exists()
