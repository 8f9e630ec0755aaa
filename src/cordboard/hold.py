"""One running centre a home: the lock that says so, and who holds it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cordboard.errors import Refused, Unreachable

FILE = "cordboard.pid"
NEWS = signal.SIGUSR1
"""Tells a running centre that a command kept another configuration."""


class AlreadyRunning(Refused):
    """Another process runs the centre of this home. Stop it with `cordboard stop`, or give another `--home`."""

    def __init__(self, home: Path, pid: int) -> None:
        self.home, self.pid = home, pid
        super().__init__(
            "already-running",
            f"the centre in {home} runs already (process {pid}): use it, stop it with `cordboard stop`, "
            "or start another with --home and its own ports",
        )


@contextmanager
def hold(home: Path) -> Iterator[None]:
    """Be the one process of this home; the operating system gives it up when the process ends, however it ends.

    Raises:
        AlreadyRunning: another process is.
        Unreachable: the folder cannot be made or written.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(home / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Unreachable("home", f"the folder {home} cannot be used ({error.strerror}): set another --home") from error
    with os.fdopen(descriptor, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(home, int(file.read().strip() or 0)) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
        file.seek(0)
        file.truncate(0)


def holder(home: Path) -> int | None:
    """Return the process that runs the centre of this home, None if none does."""
    try:
        with (home / FILE).open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read().strip() or 0) or None
    except OSError:
        pass
    return None


def tell(home: Path) -> bool:
    """Tell the centre that runs in this home, if one does, to read its configuration anew; whether one does."""
    pid = holder(home)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, NEWS)
    return pid is not None
