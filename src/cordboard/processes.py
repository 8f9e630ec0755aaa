"""Whether a process lives, and when it ends, be it a child of ours or not."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

LOOK_EVERY_S = 0.1
"""Between two looks, where the kernel does not tell."""


def is_alive(pid: int) -> bool:
    """Whether this process runs; one that has ended and was not waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in (b"Z", b"X")


async def gone(pid: int) -> None:
    """Return when this process has ended."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    except OSError:
        # a kernel or sandbox without pidfd
        while is_alive(pid):
            await asyncio.sleep(LOOK_EVERY_S)
        return
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
