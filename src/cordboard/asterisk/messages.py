"""What customers said to a machine, as the switch has it: whether it is still recorded, and how long it is."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import numpy as np

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.errors import AriRefused
from cordboard.asterisk.stereo import FULL_SCALE, SILENCE, USUAL_HZ
from cordboard.runtime.live import LiveCenter

HEAD_BYTES = 44
"""Before the samples of a file that Asterisk recorded."""


async def recorded_meanwhile(http: AriHttp, live: LiveCenter) -> Mapping[str, float | None]:
    """Return how many seconds there are of each message that is waited for; None for one that is still recorded.

    One of which there is nothing is left out.

    Raises:
        Unreachable: Asterisk does not answer.
    """
    found: dict[str, float | None] = {}
    for performance in list(live.performer.performances.values()):
        if performance.awaits != "recording":
            continue
        name = performance.recording
        if await is_being_recorded(http, name):
            found[name] = None
        elif (seconds := await seconds_of(http, name)) is not None:
            found[name] = seconds
    return found


async def is_being_recorded(http: AriHttp, name: str) -> bool:
    """Whether this message is still being recorded.

    Raises:
        Unreachable: Asterisk does not answer.
    """
    return await _found(http, f"recordings/live/{quote(name, safe='')}") is not None


async def seconds_of(http: AriHttp, name: str) -> float | None:
    """Return the length of a message; 0 if nothing was said in it, None if there is no such file.

    Asterisk's own count is of whole seconds, and it calls a file that it cut down to 0.2 s of silence one second of
    talk.

    Raises:
        Unreachable: Asterisk does not answer.
    """
    file = await _found(http, f"recordings/stored/{quote(name, safe='')}/file")
    if file is None:
        return None
    sound = file[HEAD_BYTES:]
    samples = np.frombuffer(sound[: len(sound) // 2 * 2], dtype="<i2").astype(np.int32)
    if not len(samples) or np.max(np.abs(samples)) <= SILENCE * FULL_SCALE:
        return 0.0
    return round(len(samples) / USUAL_HZ, 1)


async def _found(http: AriHttp, path: str) -> bytes | None:
    try:
        return await http.ask("GET", path)
    except AriRefused as refusal:
        if refusal.status == 404:
            return None
        raise
