"""Every phone and trunk that the switch should know, and how people's phones are set up."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from cordboard import places
from cordboard.asterisk import provision
from cordboard.asterisk.provision import PjsipObject
from cordboard.config import Settings
from cordboard.runtime.configuration import Configuration
from cordboard.web.parts import BrowserPhone, DeskPhone, SipPhone, VisitPhone

SIP_SOCKET = "/sip/ws"
DOMAIN = "cordboard.invalid"
"""Domain in the addresses of browsers' phones; nothing is ever looked up by it. Source: RFC 2606, .invalid."""
WEB_NUMBER = "web"
"""What visitors of the web page dial; a centre may have an entry of this name."""

Push = Callable[[Iterable[PjsipObject]], Awaitable[None]]


@dataclass(kw_only=True)
class Phones:
    """The phones of the agents, of the visitors who are here now, and the trunks."""

    key: bytes
    """From it every phone's secret is derived."""
    media_address: str | None
    current: Callable[[], Configuration]
    settings: Settings
    push: Push | None = None
    """Makes the switch know exactly these objects."""
    visits: set[str] = field(default_factory=set)
    _made_for: Configuration | None = None
    _standing: list[PjsipObject] = field(default_factory=list)
    """Those of agents and trunks, which are the same from visit to visit."""

    def objects(self) -> list[PjsipObject]:
        """Return all that the switch should know now."""
        configuration, address = self.current(), self.media_address
        if configuration is not self._made_for:
            self._made_for, self._standing = configuration, []
            for agent_id in configuration.center.agents:
                self._standing += provision.agent_phones(agent_id, self.key, media_address=address)
            for trunk in configuration.trunks.values():
                self._standing += provision.trunk_objects(trunk, media_address=address)
        found = list(self._standing)
        for visit_id in self.visits:
            found += provision.visitor_phone(visit_id, self.key, media_address=address)
        return found

    def desk_phone(self, agent_id: str) -> DeskPhone:
        """Return how both phones of this agent are set up."""
        web, sip = provision.web_phone_id(agent_id), provision.sip_phone_id(agent_id)
        told = self.settings.asterisk
        return DeskPhone(
            browser=BrowserPhone(
                socket=SIP_SOCKET,
                uri=f"sip:{web}@{DOMAIN}",
                user=web,
                password=provision.phone_secret(self.key, web),
            ),
            sip=SipPhone(
                server=places.sip_host(self.settings),
                port=told.sip_port,
                transport="udp",
                user=sip,
                password=provision.phone_secret(self.key, sip),
            ),
        )

    async def open_visit(self, language: str) -> VisitPhone:
        """Make a phone for a visitor who speaks this language."""
        visit_id = secrets.token_hex(8)
        self.visits.add(visit_id)
        try:
            await self._make()
        except BaseException:
            # nobody is told of this phone, so nobody would ever close it
            self.visits.discard(visit_id)
            raise
        user = provision.visitor_phone_id(visit_id)
        number = f"{WEB_NUMBER}-{language}"
        entries = self.current().center.entries
        return VisitPhone(
            visit_id=visit_id,
            uri=f"sip:{user}@{DOMAIN}",
            user=user,
            password=provision.phone_secret(self.key, user),
            target=f"sip:{number if number in entries else WEB_NUMBER}@{DOMAIN}",
        )

    async def close_visit(self, visit_id: str) -> None:
        """Take a visitor's phone away."""
        self.visits.discard(visit_id)
        await self._make()

    async def _make(self) -> None:
        if self.push is not None:
            await self.push(self.objects())
