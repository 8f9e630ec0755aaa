"""Prompts become sounds that Asterisk can play: rendered as soon as they are decided, played in their turn."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Protocol

from cordboard.asterisk.act import Act, Spoken
from cordboard.asterisk.announcements import media
from cordboard.center.speech import Speech
from cordboard.errors import Refused, Unknown, Unreachable

RENDER_S_MAX = 15.0
"""Longest silence while words are made into sound; then the flow goes on as if they could not be said."""
SHIPPED = "cord/"
"""Names of prompts that Asterisk has of itself begin so."""
_SHIPPED = re.compile(r"cord/[A-Za-z0-9][A-Za-z0-9._-]{0,58}")
"""To Asterisk such a name is a path: with `..` in it, it would be any sound of the machine, such as a recording."""


class Speaking(Protocol):
    """Makes prompts into sounds."""

    async def files(self, prompts: Sequence[Speech], language: str) -> list[str]:
        """Return what is to be played, in order: paths without suffix, or names of shipped prompts as they are.

        Raises:
            CordboardError: they cannot be said.
        """
        ...


class Renderings:
    """The sounds of prompts that wait for their turn to be played."""

    def __init__(self, speaker: Speaking | None) -> None:
        """Take who speaks; without one, only recorded prompts that Asterisk has of itself can be said."""
        self._speaker = speaker
        self._begun: dict[str, tuple[str, asyncio.Task[list[str]]]] = {}

    def begin(self, act: Act) -> None:
        """Begin to render what this act says, if it says anything."""
        spoken = act.spoken
        if spoken is not None:
            self._drop(spoken.playback_id)
            task = asyncio.get_running_loop().create_task(self._media(spoken))
            # one that fails after it was hushed is nobody's loss
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._begun[spoken.playback_id] = (act.lane, task)

    def hush(self, playback_id: str) -> None:
        """What has not been played yet of this need not be."""
        self._drop(playback_id)

    def forget(self, lane: str) -> None:
        """Nothing need be played in this lane any more."""
        for playback_id in [name for name, (its, _) in self._begun.items() if its == lane]:
            self._drop(playback_id)

    def clear(self) -> None:
        """Nothing at all need be played any more."""
        for playback_id in list(self._begun):
            self._drop(playback_id)

    async def media(self, spoken: Spoken) -> list[str] | None:
        """Return the media of these prompts; None if nobody wants to hear them any more.

        Raises:
            CordboardError: they cannot be said.
        """
        _, task = self._begun.get(spoken.playback_id, ("", None))
        if task is None:
            return None
        # hushed meanwhile, the task is cancelled, and not the one that waits here
        await asyncio.wait([task])
        if self._begun.get(spoken.playback_id, ("", None))[1] is task:
            del self._begun[spoken.playback_id]
        return None if task.cancelled() else task.result()

    def _drop(self, playback_id: str) -> None:
        _, task = self._begun.pop(playback_id, ("", None))
        if task is not None:
            task.cancel()

    async def _media(self, spoken: Spoken) -> list[str]:
        shipped = [prompt for prompt in spoken.prompts if isinstance(prompt, str) and prompt.startswith(SHIPPED)]
        if strange := next((prompt for prompt in shipped if _SHIPPED.fullmatch(prompt) is None), None):
            raise Unknown("prompt", strange[:80])
        if len(shipped) == len(spoken.prompts):
            return media(shipped)
        if self._speaker is None:
            raise Refused("no-voice", "there is nobody to speak: only prompts that come with the centre can be said")
        try:
            async with asyncio.timeout(RENDER_S_MAX):
                return media(await self._speaker.files(spoken.prompts, spoken.language))
        except TimeoutError as error:
            raise Unreachable("voice", f"nothing was said within {RENDER_S_MAX:.0f} s") from error
