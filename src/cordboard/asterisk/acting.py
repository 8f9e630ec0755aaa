"""Does acts at the switch: each in its lane, tried again where that helps, its failure reported."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from time import perf_counter

import structlog

from cordboard.asterisk.act import Act
from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.errors import AriRefused, Unanswered
from cordboard.asterisk.lanes import Lanes
from cordboard.asterisk.speaking import Renderings, Speaking
from cordboard.errors import CordboardError, Unreachable
from cordboard.flows.inputs import PromptsFailed
from cordboard.runtime.live import AnyInput

TRIES_PAUSES_S = (0.05, 0.3)
"""Before the second and the third try of an act that could not be delivered; then the link counts as broken."""

log = structlog.get_logger()


class Acting:
    """Acts under way and acts that wait."""

    def __init__(
        self,
        http: AriHttp,
        speaker: Speaking | None,
        *,
        tell: Callable[[AnyInput], None],
        doubt: Callable[[str], None],
        broken: Callable[[Unreachable], None],
        counts: Counter[str],
        observe: Callable[[float], None],
    ) -> None:
        """Say what the acts work with.

        Args:
            http: requests to the switch.
            speaker: makes words into sounds.
            tell: takes reports.
            doubt: told of a contact whose leg was not there.
            broken: told why the switch cannot be reached.
            counts: what happened so far.
            observe: told how long each act took, in seconds.
        """
        self._http, self._tell, self._doubt, self._broken = http, tell, doubt, broken
        self._counts, self._observe = counts, observe
        self._renderings = Renderings(speaker)
        self._lanes = Lanes(self._perform)

    def add(self, act: Act) -> None:
        """Do this in its turn. What it says is rendered at once, and what it hushes is not played any more."""
        if act.hushes is not None:
            self._renderings.hush(act.hushes)
        self._renderings.begin(act)
        self._lanes.add(act)

    def forget(self, contact_id: str) -> None:
        """Nothing need be said to this contact any more."""
        self._renderings.forget(contact_id)

    async def clear(self) -> None:
        """Forget all that waits and break off what is under way."""
        self._renderings.clear()
        await self._lanes.clear()

    async def _perform(self, act: Act) -> None:
        if not act.method:
            self._report(act.if_refused)
            return
        if act.spoken is not None and not await self._voiced(act):
            return
        began = perf_counter()
        for pause_s in (*TRIES_PAUSES_S, None):
            try:
                await self._http.ask(act.method, act.path, act.body)
            except AriRefused as refusal:
                await self._refused(act, refusal)
            except Unanswered as error:
                self._counts["acts_unanswered"] += 1
                log.warning("an act was not answered", why=error.says)
                self._report(act.if_refused, error.says)
            except Unreachable as error:
                if pause_s is not None:
                    await asyncio.sleep(pause_s)
                    continue
                self._broken(error)
            break
        self._counts["acts"] += 1
        self._observe(perf_counter() - began)

    async def _refused(self, act: Act, refusal: AriRefused) -> None:
        if refusal.status == 404 and act.caller is not None:
            self._doubt(act.caller)
        if refusal.status in act.fine:
            self._counts["acts_needless"] += 1
            return
        self._counts["acts_refused"] += 1
        log.warning("an act was refused", why=refusal.says)
        await self._give_up(act, refusal.says)

    async def _voiced(self, act: Act) -> bool:
        """Put the media into an act that speaks; whether there is anything to play."""
        assert act.spoken is not None
        try:
            media = await self._renderings.media(act.spoken)
        except CordboardError as error:
            self._counts["prompts_failed"] += 1
            log.warning("prompts were not said", why=str(error))
            await self._give_up(act, str(error))
            return False
        except Exception:
            # whatever a voice does, the caller must not be left in silence
            self._counts["prompts_failed"] += 1
            log.exception("prompts met a fault of ours")
            await self._give_up(act, "a fault of ours was met")
            return False
        if media == []:
            self._report(act.spoken.if_nothing)
            if act.instead is not None:
                await self._perform(act.instead)
        act.body = {**(act.body or {}), "media": media}
        return bool(media)

    async def _give_up(self, act: Act, why: str) -> None:
        self._report(act.if_refused, why)
        if act.instead is not None:
            await self._perform(act.instead)

    def _report(self, inputs: Iterable[AnyInput], why: str = "") -> None:
        for input_ in inputs:
            self._tell(replace(input_, why=why) if isinstance(input_, PromptsFailed) else input_)
