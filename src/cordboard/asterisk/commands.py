"""Events become acts at the switch: one function an event, in a table. Nothing is done here.

Acts of one lane are done one after another, those of different lanes side by side. A contact's lane is its own id, and
an agent's leg has a lane of its own until it is answered, so that ringing the agent never waits for the caller's leg.
Every name comes from an event's id: done twice, an act is refused as a repetition and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from cordboard.asterisk import legs
from cordboard.asterisk.act import (
    RING,
    WAITING,
    Act,
    Acts,
    Known,
    alone,
    answer,
    cleared,
    dropped,
    end_bridge,
    goodbye,
    hushed,
    join,
    music,
    part,
    phone_id,
    play,
    silence,
    subscribe,
)
from cordboard.asterisk.announcements import wait_announcement
from cordboard.asterisk.flow_commands import FLOW_RULES
from cordboard.floor import events as ev
from cordboard.floor.inputs import LegFailure, OfferFailed, Phone
from cordboard.floor.records import ContactNow
from cordboard.runtime.live import LiveCenter
from cordboard.runtime.ports import Entry

RING_SPARE_S = 30
"""Seconds that a phone may ring beyond the offer, which the floor ends or extends: this is for when it cannot."""
SIP_NAME = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+*#._-")


def acts(entry: Entry, live: LiveCenter, known: Known) -> list[Act]:
    """Return what the switch must do because of this event.

    `live` is read as it is now, which may be later than the event: what has been overtaken is left out.
    """
    rule = _RULES.get(type(entry.event))
    return [] if rule is None else list(rule(entry.event, entry.at, live, known))


def rings_last(act: Act) -> bool:
    """Whether this act rings nobody: sorted by it, the acts that do come first, and each lane keeps its order."""
    return act.path != RING


# -- one function an event --


def _arrived(event: ev.ContactArrived, at: float, live: LiveCenter, known: Known) -> Acts:
    yield answer(event.contact_id)


def _queued(event: ev.ContactQueued, at: float, live: LiveCenter, known: Known) -> Acts:
    yield from cleared(event.contact_id, known)
    yield music(event.contact_id, event.music)


def _announced(event: ev.WaitAnnounced, at: float, live: LiveCenter, known: Known) -> Acts:
    contact = live.floor.contacts.get(event.contact_id)
    said = wait_announcement(event.position, event.expected_wait_s)
    if contact is None or contact.state not in WAITING or not said:
        return
    yield from hushed(event.contact_id, known)
    playback_id = known.playing[event.contact_id] = legs.wait_playback(event.contact_id)
    yield play(event.contact_id, playback_id, list(said), event.language)


def _offered(event: ev.ContactOffered, at: float, live: LiveCenter, known: Known) -> Acts:
    contact = live.floor.offers.get(event.offer_id)
    if contact is None:
        return
    offer_id, failed = event.offer_id, OfferFailed(offer_id=event.offer_id, failure=LegFailure.UNREACHABLE)
    phone = phone_id(event.agent_id, event.phone)
    body: dict[str, Any] = {
        # a name that is no endpoint's is refused by Asterisk, which ends the offer
        "endpoint": f"PJSIP/{phone or 'nobody'}",
        "channelId": offer_id,
        "timeout": max(1, ceil(event.expires_at - at) + RING_SPARE_S),
        "variables": {
            "CORD_ID": event.contact_id,
            "CORD_ROLE": legs.agents_role(known.app),
            "CORD_OFFER": offer_id,
            "PJSIP_HEADER(add,X-Cord-Offer)": offer_id,
            "PJSIP_HEADER(add,X-Cord-Contact)": event.contact_id,
        },
    }
    if event.recorded:
        body |= {"context": "cord-agent", "extension": "record", "priority": 1}
    else:
        body |= {"app": known.app, "appArgs": f"agent,{event.contact_id},{offer_id}"}
    if contact.via == "web" and event.phone is Phone.BROWSER:
        # both ends are browsers: wideband all the way; otherwise Asterisk offers mu-law first, as lines have
        body["formats"] = "opus,ulaw"
    if shown := _caller_id(contact):
        body["callerId"] = shown
    # 409: a repetition, the leg is there
    yield Act(method="POST", path=RING, body=body, lane=offer_id, fine=frozenset({409}), if_refused=(failed,))


def _offer_ended(event: ev.OfferEnded, at: float, live: LiveCenter, known: Known) -> Acts:
    yield from dropped(event.offer_id, event.offer_id, known)


def _connected(event: ev.ContactConnected, at: float, live: LiveCenter, known: Known) -> Acts:
    if event.offer_id not in live.floor.offers:
        return
    yield from cleared(event.contact_id, known)
    yield from join(event.contact_id, event.offer_id, known.app)


def _held(event: ev.ContactHeld, at: float, live: LiveCenter, known: Known) -> Acts:
    contact = live.floor.contacts.get(event.contact_id)
    if contact is not None and not event.by_phone:
        known.apart.add(event.contact_id)
        yield part(event.contact_id, event.offer_id)
        yield music(event.contact_id, contact.music)


def _resumed(event: ev.ContactResumed, at: float, live: LiveCenter, known: Known) -> Acts:
    # the phone may resume what the desk held: then it is for us to bring the caller back
    if (not event.by_phone or event.contact_id in known.apart) and event.offer_id in live.floor.offers:
        known.apart.discard(event.contact_id)
        yield from join(event.contact_id, event.offer_id, known.app)


def _transferred(event: ev.ContactTransferred, at: float, live: LiveCenter, known: Known) -> Acts:
    known.apart.discard(event.contact_id)
    yield part(event.contact_id, event.offer_id)
    yield from dropped(event.offer_id, event.contact_id, known)
    yield end_bridge(legs.bridge_id(event.offer_id), lane=event.contact_id)


def _returned(event: ev.ContactReturned, at: float, live: LiveCenter, known: Known) -> Acts:
    contact_id, offer_id = event.contact_id, event.offer_id
    known.apart.discard(contact_id)
    yield from cleared(contact_id, known)
    if offer_id is not None:
        yield part(contact_id, offer_id)
        yield from dropped(offer_id, contact_id, known)
        yield end_bridge(legs.bridge_id(offer_id), lane=contact_id)
    yield silence(contact_id)


def _turned_away(event: ev.ContactTurnedAway, at: float, live: LiveCenter, known: Known) -> Acts:
    yield from goodbye(event.contact_id, event.prompts, event.language, known)


def _ended(event: ev.ContactEnded, at: float, live: LiveCenter, known: Known) -> Acts:
    known.playing.pop(event.contact_id, None)
    known.meanwhile.pop(event.contact_id, None)
    known.apart.discard(event.contact_id)
    yield from dropped(event.contact_id, event.contact_id, known)
    yield from alone(event.contact_id, known)
    if event.offer_id is not None:
        yield from dropped(event.offer_id, event.contact_id, known)
        yield end_bridge(legs.bridge_id(event.offer_id), lane=event.contact_id)


def _signed_in(event: ev.AgentSignedIn, at: float, live: LiveCenter, known: Known) -> Acts:
    if (phone := phone_id(event.agent_id, event.phone)) is not None:
        yield subscribe(phone, known.app)


def _caller_id(contact: ContactNow) -> str:
    """Return the caller as Asterisk takes it: a quoted name and a number that is safe in a SIP address."""
    number = "".join(sign for sign in contact.caller if sign in SIP_NAME)
    name = contact.caller_name.replace("\\", "").replace('"', "'").strip() or contact.caller
    return f'"{name}" <{number}>' if name or number else ""


_RULES: dict[type, Callable[[Any, float, LiveCenter, Known], Acts]] = {
    ev.ContactArrived: _arrived,
    ev.ContactQueued: _queued,
    ev.WaitAnnounced: _announced,
    ev.ContactOffered: _offered,
    ev.OfferEnded: _offer_ended,
    ev.ContactConnected: _connected,
    ev.ContactHeld: _held,
    ev.ContactResumed: _resumed,
    ev.ContactTransferred: _transferred,
    ev.ContactReturned: _returned,
    ev.ContactTurnedAway: _turned_away,
    ev.ContactEnded: _ended,
    ev.AgentSignedIn: _signed_in,
    **FLOW_RULES,
}
