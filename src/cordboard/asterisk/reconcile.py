"""After every connect: what the switch has is compared with what the floor believes. Pure.

Events of an outage are lost for good, so nothing is assumed to have been heard. Every difference becomes an input, as
if it had been reported, or an act that makes the switch as the floor has it. Done twice it is harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cordboard.asterisk import act, legs
from cordboard.asterisk.act import Act, Known
from cordboard.asterisk.frames import Bridge, Channel
from cordboard.asterisk.translate import AGENT, CALLS, call_arrived
from cordboard.floor import inputs as inp
from cordboard.floor.records import ContactNow
from cordboard.floor.states import ContactState
from cordboard.flows import inputs as finp
from cordboard.runtime.live import AnyInput, LiveCenter

UP = "Up"
"""State of an answered channel."""


def reconcile(
    channels: Iterable[Channel],
    bridges: Iterable[Bridge],
    live: LiveCenter,
    known: Known,
    *,
    started_at: float | None = None,
) -> tuple[list[AnyInput], list[Act]]:
    """Return what to report and what to do.

    Args:
        channels: all of the switch.
        bridges: all of the switch.
        live: as of now; only read.
        known: made true again.
        started_at: instant since which the switch has been running; None if unknown.
    """
    present = {channel.id: channel for channel in channels}
    known.playing.clear()
    known.apart.clear()
    known.gone.clear()
    inputs: list[AnyInput] = []
    acts: list[Act] = []
    members = {bridge.id: bridge.channels for bridge in bridges}
    for contact in list(live.floor.contacts.values()):
        if contact.contact_id not in present:
            inputs.append(_vanished(contact, started_at))
            continue
        if present[contact.contact_id].state != UP:
            acts.append(act.answer(contact.contact_id))
        more, todo = _standing(contact, present, members, live, known)
        inputs += more
        acts += todo
    for channel in present.values():
        if channel.id in live.floor.contacts:
            continue
        if (call := _call(channel, known.app)) is not None:
            # only we answer: an answered call that the floor does not have is one that it ended meanwhile
            if channel.state == UP:
                acts.append(act.hang_up(channel.id, lane=channel.id))
            else:
                inputs.append(call)
        elif _is_our_agents(channel, known.app) and channel.id not in live.floor.offers:
            acts.append(act.hang_up(channel.id, lane=channel.id))
    acts += _orphans(bridges, live, known.app)
    return inputs, acts


def _vanished(contact: ContactNow, started_at: float | None) -> AnyInput:
    """A caller's leg is not there: the customer left, unless the switch itself began anew since the call came."""
    if started_at is not None and started_at <= contact.arrived_at:
        return inp.CallerHungUp(contact_id=contact.contact_id, cause="while-away")
    return inp.CallLost(contact_id=contact.contact_id)


def _standing(
    contact: ContactNow,
    present: Mapping[str, Channel],
    members: Mapping[str, list[str]],
    live: LiveCenter,
    known: Known,
) -> tuple[list[AnyInput], list[Act]]:
    """What is wanted for a contact whose caller is there."""
    contact_id, offer_id = contact.contact_id, contact.offer_id
    match contact.state:
        case ContactState.ARRIVED:
            performance = live.performer.performances.get(contact_id)
            if performance is None:
                return [], []
            # the prompts may still be said; they are ended by the next
            known.playing[contact_id] = legs.turn_playback(contact_id, performance.turn)
            return [finp.RepeatPrompts(contact_id=contact_id)], []
        case ContactState.WAITING:
            return [], list(_waits(contact))
        case ContactState.OFFERED:
            assert offer_id is not None
            leg = present.get(offer_id)
            if leg is None:
                return [inp.OfferFailed(offer_id=offer_id, failure=inp.LegFailure.LOST)], list(_waits(contact))
            if leg.state == UP and _stasis_args(leg, known.app)[:1] == [AGENT]:
                return [inp.AgentAnswered(offer_id=offer_id)], list(_waits(contact))
            return [], list(_waits(contact))
        case ContactState.TALKING:
            assert offer_id is not None
            if offer_id not in present:
                return [inp.AgentHungUp(offer_id=offer_id)], []
            return [], list(_talks(contact, offer_id, members.get(legs.bridge_id(offer_id), []), known))
        case ContactState.LEAVING:
            return [], list(act.goodbye(contact_id, contact.prompts, contact.language, known))
        case _:
            return [], []


def _waits(contact: ContactNow) -> Iterator[Act]:
    yield act.hush(contact.contact_id, legs.wait_playback(contact.contact_id))
    yield act.music(contact.contact_id, contact.music)


def _talks(contact: ContactNow, offer_id: str, members: list[str], known: Known) -> Iterator[Act]:
    apart = contact.contact_id not in members
    if contact.held:
        # a caller who is in the bridge is held by the agent's own phone, which needs nothing of us
        if apart:
            known.apart.add(contact.contact_id)
            yield act.music(contact.contact_id, contact.music)
    elif apart or offer_id not in members:
        yield act.hush(contact.contact_id, legs.wait_playback(contact.contact_id))
        yield from act.join(contact.contact_id, offer_id, known.app)


def _orphans(bridges: Iterable[Bridge], live: LiveCenter, app: str) -> Iterator[Act]:
    """Bridges of ours in which nobody should talk any more."""
    for bridge in bridges:
        offer_id = legs.offer_of_bridge(bridge.id)
        if offer_id is not None and bridge.name == app and offer_id not in live.floor.offers:
            yield act.end_bridge(bridge.id, lane=legs.contact_of(offer_id))


def _stasis_args(channel: Channel, app: str) -> list[str]:
    """Return with what the dialplan gave this channel to us; nothing if it is not ours."""
    plan = channel.dialplan
    name, *args = (plan.app_data or "").split(",") if plan.app_name == "Stasis" else [""]
    return args if name == app else []


def _call(channel: Channel, app: str) -> inp.CallArrived | None:
    args = _stasis_args(channel, app)
    if not args or args[0] not in CALLS:
        return None
    return call_arrived(channel, args[0], args[1] if len(args) > 1 else "")


def _is_our_agents(channel: Channel, app: str) -> bool:
    if not legs.is_agents_leg(channel.id):
        return False
    return channel.channelvars.get("CORD_ROLE") == legs.agents_role(app) or _stasis_args(channel, app)[:1] == [AGENT]
