"""A switch at a stand-in for Asterisk, with a center that decides at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.provision import PjsipObject
from cordboard.asterisk.speaking import Speaking
from cordboard.asterisk.switch import Switch
from cordboard.floor import inputs as inp
from cordboard.runtime.live import AnyInput, LiveCenter
from tests.asterisk.stand_in import StandIn
from tests.asterisk.walk import COMPANY


@dataclass
class Link:
    """A switch at a stand-in, with a center that decides at once."""

    stand_in: StandIn
    switch: Switch
    live: LiveCenter
    told: list[AnyInput] = field(default_factory=list)
    objects: list[PjsipObject] = field(default_factory=list)

    def tell(self, input_: AnyInput) -> None:
        self.told.append(input_)
        self.switch.listen(self.live.step(input_, 1000.0 + len(self.told)))

    def heard(self, kind: type) -> list[AnyInput]:
        return [input_ for input_ in self.told if isinstance(input_, kind)]


@asynccontextmanager
async def linked(stand_in: StandIn, *objects: PjsipObject, speaker: Speaking | None = None) -> AsyncIterator[Link]:
    http = AriHttp(stand_in.settings)
    live = LiveCenter(COMPANY)
    told: list[AnyInput] = []
    link: Link
    switch = Switch(
        settings=stand_in.settings,
        http=http,
        live=live,
        tell=lambda input_: link.tell(input_),
        objects=lambda: link.objects,
        speaker=speaker,
        trunk=COMPANY.trunks.get,
    )
    link = Link(stand_in, switch, live, told, list(objects))
    running = asyncio.create_task(switch.run())
    try:
        await stand_in.until(lambda: link.heard(inp.SwitchFound) or "GET events" in stand_in.answers)
        yield link
        assert not running.done()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await http.close()


def arrival(contact_id: str = "c1", number: str = "100") -> str:
    channel = {"id": contact_id, "state": "Ring", "caller": {"name": "Ann", "number": "+7999"}}
    return json.dumps({"type": "StasisStart", "args": ["in", number], "channel": channel})
