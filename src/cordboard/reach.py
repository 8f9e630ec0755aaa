"""What flows reach: voices and prompts, programs of the company, senders of messages, and rows in the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import structlog

from cordboard import places
from cordboard.asterisk.instance import PROMPTS
from cordboard.config import Settings
from cordboard.errors import CordboardError, Unreachable
from cordboard.fetch.fetcher import Fetcher, FetchRules
from cordboard.flows.fixed_words import fixed_words, own_words
from cordboard.flows.nodes.outside import Channel
from cordboard.flows.spelling import spoken
from cordboard.mail.sender import MailRules, MailSender
from cordboard.postgres.lookups import LookUps
from cordboard.postgres.outbox import StoredOutgoing
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.engine import Engine
from cordboard.runtime.errands import Errands
from cordboard.runtime.outbox import Outbox
from cordboard.runtime.outside import Sender
from cordboard.sms.sender import SmsRules, SmsSender
from cordboard.speech.arrival import Arrival
from cordboard.speech.install import USUAL, folder_in
from cordboard.speech.prompt_files import PromptFiles
from cordboard.speech.rhvoice import RHVoice
from cordboard.speech.saying import Speaker
from cordboard.speech.sound_cache import memory_folder
from cordboard.store import Store

log = structlog.get_logger()


class Warmer:
    """Has the fixed words of flows said before anybody calls, so that no caller waits for them."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._wanted: Configuration | None = None
        self._news = asyncio.Event()

    def want(self, configuration: Configuration) -> None:
        """Let the words of this configuration be ready."""
        self._wanted = configuration
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled; what cannot be said is told."""
        while True:
            await self._news.wait()
            self._news.clear()
            assert self._wanted is not None
            flows = self._wanted.flows.values()
            words = [*own_words(USUAL), *(each for flow in flows for each in fixed_words(flow))]
            try:
                refusals = await self._speaker.warm(words, lambda done, of: None)
            except Unreachable as trouble:
                log.warning("words of flows are made when they are said", why=str(trouble))
                continue
            for refusal in {refusal.says for refusal in refusals}:
                log.warning("a flow has words that cannot be said", why=refusal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """All of it, made and not yet at work."""

    arrival: Arrival
    voices: RHVoice
    prompts: PromptFiles
    speaker: Speaker
    warmer: Warmer
    errands: Errands
    outbox: Outbox

    async def run(self) -> None:
        """Work until cancelled: run errands, send messages, bring the voices."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.errands.run())
            group.create_task(self.outbox.run())
            group.create_task(self.speaker.forget())
            group.create_task(self._bring_voices())

    async def _bring_voices(self) -> None:
        """Wait for the voices and keep them warm; the centre works meanwhile, and says what is recorded."""
        try:
            await self.arrival.come()
            await self.voices.warm(USUAL.values())
        except (CordboardError, OSError) as trouble:
            log.warning("the voices do not speak yet", why=str(trouble))
        await self.warmer.run()


async def open_reach(
    settings: Settings, stack: AsyncExitStack, store: Store, engine: Engine, clock: Callable[[], float]
) -> Reach:
    """Make everything that flows reach; `stack` lets go of it."""
    arrival = Arrival(places.cache())
    voices = RHVoice(folder_in(places.cache()), why_absent=arrival.says)
    stack.push_async_callback(voices.close)
    prompts = PromptFiles(places.prompts(settings))
    speaker = Speaker(
        voices,
        folder=places.sentences(settings),
        private_folder=memory_folder(settings.home),
        prompts=prompts,
        shipped=PROMPTS,
        spell=spoken,
        usual=USUAL,
    )
    stack.push_async_callback(speaker.close)
    told = settings.flows
    fetcher = Fetcher(
        FetchRules(
            hosts=told.http_hosts,
            private_networks=told.http_private_networks,
            credentials=told.credentials,
            at_once=told.http_at_once,
        )
    )
    stack.push_async_callback(fetcher.close)
    outbox = Outbox(StoredOutgoing(store.database), _senders(settings, stack), clock=time.time)
    errands = Errands(
        performer=engine.live.performer,
        tell=engine.tell,
        look_ups=LookUps(store.database, store.customers, store.tables),
        requests=fetcher,
        letterbox=outbox,
        clock=clock,
    )
    warmer = Warmer(speaker)
    warmer.want(store.current())
    return Reach(
        arrival=arrival,
        voices=voices,
        prompts=prompts,
        speaker=speaker,
        warmer=warmer,
        errands=errands,
        outbox=outbox,
    )


def _senders(settings: Settings, stack: AsyncExitStack) -> dict[Channel, Sender]:
    """The channels that are set up."""
    senders: dict[Channel, Sender] = {}
    mail, sms = settings.mail, settings.sms
    if mail.host is not None:
        senders["email"] = MailSender(
            MailRules(
                host=mail.host,
                port=mail.port,
                security=mail.security,
                username=mail.username or "",
                password=mail.password or "",
                sender=mail.sender or "",
            )
        )
    if sms.url is not None:
        gateway = SmsSender(SmsRules(url=sms.url, token=sms.token or "", sender=sms.sender or ""))
        stack.push_async_callback(gateway.close)
        senders["sms"] = gateway
    return senders
