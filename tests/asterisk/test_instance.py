"""The folder of an instance: what is in it, who may read it, and what stays when it is written again."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cordboard.asterisk.errors import UnusableFolder
from cordboard.asterisk.install import Asterisk
from cordboard.asterisk.instance import InstanceSettings, write
from cordboard.debian.machine import machine_of


@pytest.fixture
def asterisk(tmp_path: Path) -> Asterisk:
    """An Asterisk of which only the folders of sounds are looked at."""
    made = Asterisk(prefix=tmp_path / "prefix", machine=machine_of("amd64"))
    for language in ("en", "ru"):
        (made.sounds / language / "digits").mkdir(parents=True)
        (made.sounds / language / "vm-goodbye.wav").touch()
    return made


def test_secrets_are_random_private_and_kept(asterisk: Asterisk, tmp_path: Path) -> None:
    first = write(InstanceSettings(folder=tmp_path / "one"), asterisk)
    again = write(InstanceSettings(folder=tmp_path / "one", sip_port=15999), asterisk)
    other = write(InstanceSettings(folder=tmp_path / "two"), asterisk)
    assert first.ari_password == again.ari_password
    assert first.phone_key == again.phone_key
    assert len({first.ari_password, other.ari_password, first.phone_key.decode(), other.phone_key.decode()}) == 4
    assert len(first.ari_password) >= 40
    assert first.ari_password not in repr(first)
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o700
    files = [*first.folders.etc.iterdir(), *first.folders.secrets.iterdir()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_fingerprint_tells_a_changed_configuration(asterisk: Asterisk, tmp_path: Path) -> None:
    one = InstanceSettings(folder=tmp_path / "one")
    assert write(one, asterisk).fingerprint == write(one, asterisk).fingerprint
    changed = InstanceSettings(folder=tmp_path / "one", external_address="203.0.113.5")
    assert write(changed, asterisk).fingerprint != write(one, asterisk).fingerprint


def test_a_deep_folder_gets_a_short_place_for_its_control_socket(
    asterisk: Asterisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    instance = write(InstanceSettings(folder=tmp_path / ("deep" * 20)), asterisk)
    assert len(str(instance.folders.run / "asterisk.ctl")) <= 107
    assert stat.S_IMODE(instance.folders.run.stat().st_mode) == 0o700


def test_a_short_place_that_is_not_ours_is_not_used(
    asterisk: Asterisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    settings = InstanceSettings(folder=tmp_path / ("deep" * 20))
    run = write(settings, asterisk).folders.run
    run.rmdir()
    run.symlink_to(tmp_path)
    with pytest.raises(UnusableFolder):
        write(settings, asterisk)


def test_a_folder_whose_name_means_something_to_the_dialplan_is_refused(asterisk: Asterisk, tmp_path: Path) -> None:
    with pytest.raises(UnusableFolder, match="letters, digits"):
        write(InstanceSettings(folder=tmp_path / "a,b(c)"), asterisk)


def test_our_prompts_stand_beside_asterisks_own_in_each_language(asterisk: Asterisk, tmp_path: Path) -> None:
    shared = write(InstanceSettings(folder=tmp_path / "one"), asterisk).folders.shared
    for language in ("en", "ru"):
        assert (shared / "sounds" / language / "cord" / "fallback.ulaw").is_file()
        assert (shared / "sounds" / language / "digits").is_dir()


def test_a_public_address_and_tls_reach_the_configuration(asterisk: Asterisk, tmp_path: Path) -> None:
    settings = InstanceSettings(
        folder=tmp_path / "one",
        bind="192.168.7.2",
        external_address="203.0.113.5",
        local_networks=("192.168.0.0/16",),
        tls_port=15061,
        tls_certificate=tmp_path / "cert.pem",
        tls_key=tmp_path / "key.pem",
    )
    etc = write(settings, asterisk).folders.etc
    pjsip = (etc / "pjsip.conf").read_text()
    assert pjsip.count("external_media_address = 203.0.113.5") == 3
    assert "bind = 192.168.7.2:15061\n" in pjsip
    assert "192.168.7.2 => 203.0.113.5" in (etc / "rtp.conf").read_text()
    assert "bindaddr = 127.0.0.1\n" in (etc / "http.conf").read_text()
