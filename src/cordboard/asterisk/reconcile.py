"""After every connect: what the switch has is compared with what the floor believes. Pure.

Events of an outage are lost for good, so nothing is assumed to have been heard. Every difference becomes an input, as
if it had been reported, or an act that makes the switch as the floor has it. Done twice it is harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from cordboard.asterisk import act, legs
from cordboard.asterisk.act import Act, Known
from cordboard.asterisk.frames import Bridge, Channel
from cordboard.asterisk.translate import AGENT, CALLS, OUTSIDE, UP, call_arrived
from cordboard.floor import inputs as inp
from cordboard.floor.records import ContactNow
from cordboard.floor.states import ContactState
from cordboard.flows import inputs as finp
from cordboard.flows.performance import Performance
from cordboard.runtime.live import AnyInput, LiveCenter

NOTHING: Mapping[str, float | None] = MappingProxyType({})


def reconcile(
    channels: Iterable[Channel],
    bridges: Iterable[Bridge],
    live: LiveCenter,
    known: Known,
    *,
    recorded: Mapping[str, float | None] = NOTHING,
    started_at: float | None = None,
) -> tuple[list[AnyInput], list[Act]]:
    """Return what to report and what to do.

    Args:
        channels: all of the switch.
        bridges: all of the switch.
        live: as of now; only read.
        known: made true again.
        recorded: seconds of customers' messages that are waited for; None for one that is still recorded.
        started_at: instant since which the switch has been running; None if unknown.
    """
    present = {channel.id: channel for channel in channels}
    known.playing.clear()
    known.apart.clear()
    known.gone.clear()
    known.meanwhile.clear()
    known.outside.clear()
    inputs: list[AnyInput] = []
    acts: list[Act] = []
    members = {bridge.id: bridge.channels for bridge in bridges}
    for contact in list(live.floor.contacts.values()):
        if contact.contact_id not in present:
            # what was said before the caller left is kept
            inputs += _left_behind(live.performer.performances.get(contact.contact_id), recorded, rang_off=True)
            inputs.append(_vanished(contact, started_at))
            continue
        if present[contact.contact_id].state != UP:
            acts.append(act.answer(contact.contact_id))
        if contact.state is ContactState.ARRIVED:
            performance = live.performer.performances.get(contact.contact_id)
            more, todo = _performing(performance, present, members, recorded, known)
        else:
            more, todo = _standing(contact, present, members, known)
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
        elif _is_ours(channel, known.app) and not _is_wanted(channel.id, live, known):
            acts.append(act.hang_up(channel.id, lane=channel.id))
    acts += _orphans(bridges, live, known)
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
    known: Known,
) -> tuple[list[AnyInput], list[Act]]:
    """What is wanted for a contact whose caller is there, and with no flow."""
    contact_id, offer_id = contact.contact_id, contact.offer_id
    match contact.state:
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


def _performing(
    performance: Performance | None,
    present: Mapping[str, Channel],
    members: Mapping[str, list[str]],
    recorded: Mapping[str, float | None],
    known: Known,
) -> tuple[list[AnyInput], list[Act]]:
    """What is wanted for a caller who is with a flow."""
    if performance is None:
        return [], []
    contact_id, turn = performance.contact_id, performance.turn
    match performance.awaits:
        case "recording" if performance.recording in recorded:
            known.meanwhile[contact_id] = act.record_no_more(contact_id, performance.recording)
            return _left_behind(performance, recorded), []
        case "number" | "talk":
            return _outside(performance, present, members, known)
        case "errand":
            known.meanwhile[contact_id] = act.silence(contact_id)
    # the prompts may still be said; they are ended by the next
    known.playing[contact_id] = legs.turn_playback(contact_id, turn)
    return [finp.RepeatPrompts(contact_id=contact_id)], []


def _outside(
    performance: Performance, present: Mapping[str, Channel], members: Mapping[str, list[str]], known: Known
) -> tuple[list[AnyInput], list[Act]]:
    """What is wanted for a caller who waits for a number outside, or talks with it."""
    contact_id, turn = performance.contact_id, performance.turn
    name = legs.outside_leg(contact_id, turn)
    leg = present.get(name)
    is_talk = performance.awaits == "talk"
    known.meanwhile[contact_id] = act.ring_no_more(contact_id)
    if leg is None:
        return [finp.NumberGone(contact_id=contact_id, turn=turn, why="ended" if is_talk else "failed")], []
    known.outside[contact_id] = name
    if is_talk:
        joined = members.get(legs.bridge_id(name), [])
        return [], [] if {contact_id, name} <= set(joined) else list(act.join(contact_id, name, known.app))
    if leg.state == UP and _stasis_args(leg, known.app)[:1] == [OUTSIDE]:
        return [finp.NumberAnswered(contact_id=contact_id, turn=turn)], []
    return [], []


def _left_behind(
    performance: Performance | None, recorded: Mapping[str, float | None], *, rang_off: bool = False
) -> list[AnyInput]:
    """What to report of a message that is not recorded any more."""
    if performance is None or performance.awaits != "recording":
        return []
    seconds = recorded.get(performance.recording)
    if seconds is None:
        return []
    return [
        finp.RecordingFinished(
            contact_id=performance.contact_id, turn=performance.turn, seconds=seconds, rang_off=rang_off
        )
    ]


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


def _orphans(bridges: Iterable[Bridge], live: LiveCenter, known: Known) -> Iterator[Act]:
    """Bridges of ours in which nobody should talk any more."""
    for bridge in bridges:
        leg = legs.leg_of_bridge(bridge.id)
        if leg is not None and bridge.name == known.app and not _is_wanted(leg, live, known):
            outside = legs.turn_of_outside_leg(leg)
            yield act.end_bridge(bridge.id, lane=outside[0] if outside is not None else legs.contact_of(leg))


def _is_wanted(leg: str, live: LiveCenter, known: Known) -> bool:
    """Whether this leg, an agent's or one outside, belongs to a talk or a ringing that goes on."""
    outside = legs.turn_of_outside_leg(leg)
    return leg in live.floor.offers if outside is None else known.outside.get(outside[0]) == leg


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


def _is_ours(channel: Channel, app: str) -> bool:
    """Whether we rang this leg, an agent's or one outside."""
    role, word = channel.channelvars.get("CORD_ROLE"), _stasis_args(channel, app)[:1]
    if legs.is_agents_leg(channel.id):
        return role == legs.agents_role(app) or word == [AGENT]
    return legs.turn_of_outside_leg(channel.id) is not None and (role == legs.outside_role(app) or word == [OUTSIDE])
