"""Switches that flows ask about, such as the one for emergencies: turned at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from litestar import Request, get, put
from litestar.params import JSONBody

from cordboard.center.calendars import EMERGENCY, Switch
from cordboard.center.center import Center
from cordboard.center.permissions import Permission
from cordboard.errors import Unknown
from cordboard.runtime.configuration import Configuration
from cordboard.web.api.noting import note
from cordboard.web.kinds import Asked, IdInPath
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import AskerGiven, asks

TURN = frozenset({Permission.STEER_FLOOR, Permission.CONFIGURE})
OFF = Switch(switch_id=EMERGENCY, name="Emergency", name_ru="Чрезвычайная ситуация")
"""It is there before anybody configures it."""


class SwitchBody(Asked, frozen=True):
    """How it shall be."""

    on: bool


class SwitchShown(msgspec.Struct, frozen=True, kw_only=True):
    """One switch."""

    switch_id: str
    name: str
    name_ru: str
    on: bool
    changed_at: float | None
    """None if it never was."""
    changed_by: str | None


@get("/api/switches", **asks(Permission.SEE_FLOOR))
async def switches(parts: PartsGiven) -> list[SwitchShown]:
    """All switches, the one for emergencies first."""
    changes = await parts.switch_changes.last_changes()
    there = _there(parts.configuration.current().center)
    return [
        SwitchShown(
            switch_id=switch.switch_id,
            name=switch.name,
            name_ru=switch.name_ru,
            on=switch.on,
            changed_at=changes[switch.switch_id][0] if switch.switch_id in changes else None,
            changed_by=changes[switch.switch_id][1] if switch.switch_id in changes else None,
        )
        for switch in sorted(there.values(), key=lambda switch: (switch.switch_id != EMERGENCY, switch.name))
    ]


@put("/api/switches/{switch_id:str}", **asks(TURN, 404, status_code=204))
async def turn_switch(
    request: Request[Any, Any, Any],
    switch_id: IdInPath,
    data: JSONBody[SwitchBody],
    asker: AskerGiven,
    parts: PartsGiven,
) -> None:
    """Turn a switch on or off; every flow sees it from its next step on."""
    if switch_id not in _there(parts.configuration.current().center):
        raise Unknown("switch", switch_id)

    def turned(before: Configuration) -> Configuration:
        there = _there(before.center)
        if switch_id not in there or (there[switch_id].on == data.on and switch_id in before.center.switches):
            return before
        switch = replace(there[switch_id], on=data.on)
        return replace(before, center=replace(before.center, switches={**before.center.switches, switch_id: switch}))

    await note(request, parts, asker, "switch-turned-on" if data.on else "switch-turned-off", switch_id)
    await parts.configuration.change(turned, login=asker.login, at=parts.clock())


def _there(center: Center) -> dict[str, Switch]:
    return {EMERGENCY: OFF, **center.switches}


ROUTES = [switches, turn_switch]
