"""What became of the customers' messages that were being recorded while nobody listened to the switch."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.errors import AriRefused
from cordboard.asterisk.recorded_files import FarFiles
from cordboard.runtime.live import LiveCenter

HEAD_BYTES = 44
BYTES_A_SECOND = 16_000
"""Of a recording: 16-bit samples, 8,000 a second."""


async def recorded_meanwhile(http: AriHttp, live: LiveCenter) -> Mapping[str, float | None]:
    """Return how many seconds there are of each message that is waited for; None for one that is still recorded.

    One of which there is nothing is left out.

    Raises:
        Unreachable: Asterisk does not answer.
    """
    files, found = FarFiles(http), dict[str, float | None]()
    for performance in list(live.performer.performances.values()):
        if performance.awaits != "recording":
            continue
        name = performance.recording
        if await is_being_recorded(http, name):
            found[name] = None
        elif (size := await files.size(name)) is not None:
            found[name] = max(0.0, (size - HEAD_BYTES) / BYTES_A_SECOND)
    return found


async def is_being_recorded(http: AriHttp, name: str) -> bool:
    """Whether this message is still being recorded.

    Raises:
        Unreachable: Asterisk does not answer.
    """
    try:
        await http.ask("GET", f"recordings/live/{quote(name, safe='')}")
    except AriRefused as refusal:
        if refusal.status == 404:
            return False
        raise
    return True
