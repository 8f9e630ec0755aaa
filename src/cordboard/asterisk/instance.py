"""Writes one Asterisk's own folder: its configuration, its secrets and its places for logs, sounds and recordings."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from cordboard.asterisk.configs import EVERYWHERE, config_texts
from cordboard.asterisk.errors import UnusableFolder
from cordboard.asterisk.install import Asterisk

PROMPTS = Path(__file__).parent / "sounds"
"""Our own prompts, one folder a language."""
SOCKET_PATH_MAX = 107
"""Bytes that a path of a unix socket may have. Source: unix(7), sun_path without its final zero."""
SAFE_PATH = re.compile(r"[\w/.+~ -]+", re.ASCII)
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSettings:
    """What one Asterisk is told; two instances on a machine differ in folder and ports."""

    folder: Path
    bind: str = "127.0.0.1"
    """Address for SIP and audio; 0.0.0.0 for all of the machine's."""
    http_port: int = 18088
    """Port of ARI and of the browsers' SIP, always on loopback."""
    sip_port: int = 15060
    """Port of SIP over UDP and TCP."""
    tls_port: int | None = None
    """Port of SIP over TLS; None for no TLS."""
    tls_certificate: Path | None = None
    """PEM file with the certificate and its chain."""
    tls_key: Path | None = None
    """PEM file with the certificate's key."""
    rtp_first: int = 20000
    """First UDP port of audio."""
    rtp_last: int = 27999
    """Last UDP port of audio; a call of two legs takes four."""
    external_address: str | None = None
    """Address told to phones and trunks outside, when this machine is behind NAT."""
    local_networks: tuple[str, ...] = ()
    """Networks that reach this machine directly; the external address is not told to them."""
    languages: tuple[str, ...] = ("en", "ru")
    """Languages of the center; the first is the default, and the fallback message is said in all."""
    name: str = "cordboard"
    """Begins the id of every channel, so that the ids of two machines differ."""
    app: str = "cordboard"
    """Name of the ARI application and of its account."""
    further_modules: tuple[str, ...] = ()
    """Modules loaded beyond the centre's own, such as `app_queue` for a comparison."""
    further_files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Text of configuration files by name; those named `extensions-*.conf` are added to the dialplan."""

    @property
    def media_address(self) -> str | None:
        """The address that audio is bound to; None when bound to all."""
        return None if self.bind in EVERYWHERE else self.bind


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where the parts of an instance lie."""

    etc: Path
    lib: Path
    keys: Path
    shared: Path
    spool: Path
    recordings: Path
    run: Path
    log: Path
    cache: Path
    secrets: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """An instance whose folder is written: all that is needed to start it and to speak with it."""

    settings: InstanceSettings
    asterisk: Asterisk
    folders: Folders
    ari_password: str = field(repr=False)
    phone_key: bytes = field(repr=False)
    """From it the secret of every phone is derived (`provision.phone_secret`)."""
    fingerprint: str
    """Changes when the configuration does; a running Asterisk of another fingerprint has an older one."""

    @property
    def config_file(self) -> Path:
        """The file that names all others; in the words of the process it proves whose it is."""
        return self.folders.etc / "asterisk.conf"

    @property
    def ari_url(self) -> str:
        """Where ARI answers, without the final /ari."""
        return f"http://127.0.0.1:{self.settings.http_port}"


def write(settings: InstanceSettings, asterisk: Asterisk) -> Instance:
    """Return the instance of these settings, its folder written; secrets that are there are kept.

    Raises:
        UnusableFolder: the dialplan cannot hold the folder's path.
    """
    root = settings.folder.absolute()
    if not SAFE_PATH.fullmatch(str(root)):
        raise UnusableFolder(root)
    folders = Folders(
        etc=root / "etc",
        lib=root / "lib",
        keys=root / "keys",
        shared=root / "shared",
        spool=root / "spool",
        recordings=root / "spool" / "recording",
        run=_run_folder(root),
        log=root / "log",
        cache=root / "cache",
        secrets=root / "secrets",
    )
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    root.chmod(0o700)
    places = (folders.etc, folders.lib, folders.keys / "keys", folders.shared, folders.recordings, folders.log)
    for place in (*places, folders.spool / "monitor", folders.cache, folders.secrets):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    ari_password = kept_secret(folders.secrets / "ari_password")
    phone_key = kept_secret(folders.secrets / "phone_key")
    texts = config_texts(settings, folders, modules=asterisk.modules, music=asterisk.music, ari_password=ari_password)
    for name, text in texts.items():
        write_private(folders.etc / name, text)
    _link_shared(asterisk, folders.shared)
    told = "".join(f"{name}\n{text}\n" for name, text in sorted(texts.items()))
    return Instance(
        settings=settings,
        asterisk=asterisk,
        folders=folders,
        ari_password=ari_password,
        phone_key=phone_key.encode(),
        fingerprint=hashlib.sha256(told.encode()).hexdigest()[:16],
    )


def write_private(file: Path, text: str) -> None:
    """Make `file` hold `text`, whole, readable by its owner alone; a file that already does is left alone."""
    if file.exists() and file.read_text() == text:
        file.chmod(0o600)
        return
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(descriptor, "w") as fresh:
        fresh.write(text)
        fresh.flush()
        os.fsync(fresh.fileno())
    Path(name).replace(file)


def kept_secret(file: Path) -> str:
    """Return the secret kept in this file, made now if there is none."""
    if not file.exists():
        write_private(file, secrets.token_urlsafe(SECRET_BYTES))
    return file.read_text()


def _run_folder(root: Path) -> Path:
    """Return the folder of the control socket: the instance's own, or a short one where that path would be too long."""
    own = root / "run"
    if len(os.fsencode(own / "asterisk.ctl")) <= SOCKET_PATH_MAX:
        own.mkdir(parents=True, exist_ok=True, mode=0o700)
        return own
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    short = Path(runtime) / f"cordboard-{name}" if runtime else Path(f"/tmp/cordboard-{os.getuid()}-{name}")
    short.mkdir(exist_ok=True, mode=0o700)
    found = short.lstat()
    # /tmp is everybody's: a folder of this name that another made would let them command our Asterisk
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise UnusableFolder(short)
    short.chmod(0o700)
    return short


def _link_shared(asterisk: Asterisk, shared: Path) -> None:
    """Make `shared` show Asterisk's own documents and sounds, and our prompts as `cord/` within each language."""
    for name in ("documentation", "rest-api", "static-http"):
        _link(shared / name, asterisk.shared_files / name)
    for language in sorted(place for place in asterisk.sounds.iterdir() if len(place.name) == 2):
        folder = shared / "sounds" / language.name
        folder.mkdir(parents=True, exist_ok=True)
        for entry in language.iterdir():
            _link(folder / entry.name, entry)
        if (PROMPTS / language.name).is_dir():
            _link(folder / "cord", PROMPTS / language.name)


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(target)
