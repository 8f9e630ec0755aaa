"""Events become acts at the switch: one function an event, in a table. Nothing is done here.

Acts of one lane are done one after another, those of different lanes side by side. A contact's lane is its own id, and
an agent's leg has a lane of its own until it is answered, so that ringing the agent never waits for the caller's leg.
Every name comes from an event's id: done twice, an act is refused as a repetition and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import quote

from cordboard.asterisk import legs
from cordboard.asterisk.announcements import media, wait_announcement
from cordboard.asterisk.dialplan import CALL_REJECTED
from cordboard.asterisk.errors import UnusablePhone
from cordboard.asterisk.provision import sip_phone_id, web_phone_id
from cordboard.floor import events as ev
from cordboard.floor.inputs import LegFailure, OfferFailed, Phone
from cordboard.floor.records import ContactNow
from cordboard.floor.states import ContactState
from cordboard.flows import events as fev
from cordboard.flows.inputs import PromptsFinished
from cordboard.runtime.live import AnyInput, LiveCenter
from cordboard.runtime.ports import Entry

GONE = frozenset({400, 404, 409, 412, 422})
"""Refusals that mean: it is not there any more, or it is so already."""
UNTOLD = frozenset({404, 409})
"""Refusals of prompts that mean: the caller has gone, or they are being said already."""
GONE_MAX = 2000
RING = "channels"
"""Path of the act that rings an agent's phone; it is the first of its lane."""
RING_SPARE_S = 30
"""Seconds that a phone may ring beyond the offer, which the floor ends or extends: this is for when it cannot."""
WAITING = (ContactState.WAITING, ContactState.OFFERED)
SIP_NAME = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+*#._-")


@dataclass(slots=True, kw_only=True)
class Act:
    """One request to the switch."""

    method: str
    path: str
    """Below /ari/, ready for the wire."""
    body: dict[str, Any] | None = None
    lane: str
    fine: frozenset[int] = GONE
    """Statuses of refusal that change nothing."""
    if_refused: tuple[AnyInput, ...] = ()
    """Reported when it is refused for any other reason."""
    instead: Act | None = None
    """Done when it is refused for any other reason."""
    caller: str | None = None
    """The contact whose own leg this is about: if the leg is not there, the contact may be lost."""


@dataclass(slots=True)
class Known:
    """What goes on at the switch, as far as it spares needless requests; forgetting it is harmless."""

    app: str
    playing: dict[str, str] = field(default_factory=dict)
    """Playback in progress, by contact."""
    apart: set[str] = field(default_factory=set)
    """Contacts that were taken out of their talk to be held."""
    gone: dict[str, None] = field(default_factory=dict)
    """Legs that ended by themselves, oldest first."""

    def note_gone(self, channel_id: str) -> None:
        """A leg ended by itself: nobody need end it."""
        self.gone[channel_id] = None
        if len(self.gone) > GONE_MAX:
            del self.gone[next(iter(self.gone))]


Acts = Iterator[Act]


def acts(entry: Entry, live: LiveCenter, known: Known) -> list[Act]:
    """Return what the switch must do because of this event.

    `live` is read as it is now, which may be later than the event: what has been overtaken is left out.
    """
    rule = _RULES.get(type(entry.event))
    return [] if rule is None else list(rule(entry.event, entry.at, live, known))


def rings_last(act: Act) -> bool:
    """Whether this act rings nobody: sorted by it, the acts that do come first, and each lane keeps its order."""
    return act.path != RING


# -- the parts that acts are made of --


def answer(contact_id: str) -> Act:
    """Answer the caller, who then hears what is played."""
    return Act(method="POST", path=f"channels/{_q(contact_id)}/answer", lane=contact_id, caller=contact_id)


def music(contact_id: str, kind: str) -> Act:
    """Let the caller hear music of this kind."""
    path = f"channels/{_q(contact_id)}/moh?mohClass={_q(kind)}"
    return Act(method="POST", path=path, lane=contact_id, caller=contact_id)


def silence(contact_id: str) -> Act:
    """End the music."""
    return Act(method="DELETE", path=f"channels/{_q(contact_id)}/moh", lane=contact_id)


def hush(contact_id: str, playback_id: str) -> Act:
    """End these prompts."""
    return Act(method="DELETE", path=f"playbacks/{_q(playback_id)}", lane=contact_id)


def say(contact_id: str, playback_id: str, said: list[str], language: str) -> Act:
    """Say these media to the caller, under a name by which the end of it is told."""
    path = f"channels/{_q(contact_id)}/play/{_q(playback_id)}"
    body = {"media": said, "lang": language}
    return Act(method="POST", path=path, body=body, lane=contact_id, caller=contact_id)


def hang_up(channel_id: str, *, lane: str, cause: int | None = None) -> Act:
    """End a leg; `cause` as of ITU-T Q.850, None for normal clearing."""
    query = "" if cause is None else f"?reason_code={cause}"
    return Act(method="DELETE", path=f"channels/{_q(channel_id)}{query}", lane=lane)


def end_bridge(bridge: str, *, lane: str) -> Act:
    """Take a bridge away; legs in it stay."""
    return Act(method="DELETE", path=f"bridges/{_q(bridge)}", lane=lane)


def join(contact_id: str, offer_id: str, app: str) -> Acts:
    """Let the caller and the agent hear each other; Asterisk would go on with the music by itself."""
    bridge = _q(legs.bridge_id(offer_id))
    yield silence(contact_id)
    yield Act(method="POST", path=f"bridges/{bridge}?type=mixing&name={_q(app)}", lane=contact_id)
    both = {"channel": [contact_id, offer_id]}
    yield Act(method="POST", path=f"bridges/{bridge}/addChannel", body=both, lane=contact_id, caller=contact_id)


def part(contact_id: str, offer_id: str) -> Act:
    """Take the caller out of the talk."""
    path = f"bridges/{_q(legs.bridge_id(offer_id))}/removeChannel"
    return Act(method="POST", path=path, body={"channel": [contact_id]}, lane=contact_id)


def goodbye(contact_id: str, prompts: tuple[str, ...], language: str, known: Known) -> Acts:
    """Say the last prompts; the end of them hangs up, and what cannot be said hangs up at once."""
    yield from _hushed(contact_id, known)
    end = hang_up(contact_id, lane=contact_id)
    if not prompts:
        yield end
        return
    playback_id = legs.goodbye_playback(contact_id)
    act = say(contact_id, playback_id, media(prompts), language)
    act.fine, act.instead = UNTOLD, end
    known.playing[contact_id] = playback_id
    yield act


def phone_id(agent_id: str, phone: Phone) -> str | None:
    """Return the name of the phone that an agent chose; None if the agent's id can name none."""
    try:
        return web_phone_id(agent_id) if phone is Phone.BROWSER else sip_phone_id(agent_id)
    except UnusablePhone:
        return None


def subscribe(phone: str, app: str) -> Act:
    """Hear of this phone: what becomes of legs to it before the answer, and when it comes and goes."""
    path = f"applications/{_q(app)}/subscription?eventSource={quote(f'endpoint:PJSIP/{phone}', safe=':/')}"
    return Act(method="POST", path=path, lane="phones")


def turn_away(channel_id: str) -> Act:
    """Refuse a caller who has no business here."""
    return hang_up(channel_id, lane=channel_id, cause=CALL_REJECTED)


def after_playback(playback_id: str, live: LiveCenter, known: Known) -> Acts:
    """What follows when prompts have been said: music again, or the end."""
    contact_id = legs.contact_of_playback(playback_id, ".wait")
    if contact_id is not None:
        if known.playing.get(contact_id) == playback_id:
            del known.playing[contact_id]
            contact = live.floor.contacts.get(contact_id)
            if contact is not None and contact.state in WAITING:
                yield music(contact_id, contact.music)
        return
    contact_id = legs.contact_of_playback(playback_id, ".bye")
    if contact_id is not None:
        known.playing.pop(contact_id, None)
        yield hang_up(contact_id, lane=contact_id)
    elif (said := legs.turn_of_playback(playback_id)) is not None and known.playing.get(said[0]) == playback_id:
        del known.playing[said[0]]


# -- one function an event --


def _arrived(event: ev.ContactArrived, at: float, live: LiveCenter, known: Known) -> Acts:
    yield answer(event.contact_id)


def _queued(event: ev.ContactQueued, at: float, live: LiveCenter, known: Known) -> Acts:
    yield from _hushed(event.contact_id, known)
    yield music(event.contact_id, event.music)


def _announced(event: ev.WaitAnnounced, at: float, live: LiveCenter, known: Known) -> Acts:
    contact = live.floor.contacts.get(event.contact_id)
    said = wait_announcement(event.position, event.expected_wait_s)
    if contact is None or contact.state not in WAITING or not said:
        return
    yield from _hushed(event.contact_id, known)
    playback_id = known.playing[event.contact_id] = legs.wait_playback(event.contact_id)
    yield say(event.contact_id, playback_id, list(said), event.language)


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
    yield from _dropped(event.offer_id, event.offer_id, known)


def _connected(event: ev.ContactConnected, at: float, live: LiveCenter, known: Known) -> Acts:
    if event.offer_id not in live.floor.offers:
        return
    yield from _hushed(event.contact_id, known)
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
    yield from _dropped(event.offer_id, event.contact_id, known)
    yield end_bridge(legs.bridge_id(event.offer_id), lane=event.contact_id)


def _turned_away(event: ev.ContactTurnedAway, at: float, live: LiveCenter, known: Known) -> Acts:
    yield from goodbye(event.contact_id, event.prompts, event.language, known)


def _ended(event: ev.ContactEnded, at: float, live: LiveCenter, known: Known) -> Acts:
    known.playing.pop(event.contact_id, None)
    known.apart.discard(event.contact_id)
    yield from _dropped(event.contact_id, event.contact_id, known)
    if event.offer_id is not None:
        yield from _dropped(event.offer_id, event.contact_id, known)
        yield end_bridge(legs.bridge_id(event.offer_id), lane=event.contact_id)


def _prompts_said(event: fev.PromptsSaid, at: float, live: LiveCenter, known: Known) -> Acts:
    performance = live.performer.performances.get(event.contact_id)
    if performance is None or performance.turn != event.turn:
        return
    yield from _hushed(event.contact_id, known)
    finished = PromptsFinished(contact_id=event.contact_id, turn=event.turn)
    playback_id = known.playing[event.contact_id] = legs.turn_playback(event.contact_id, event.turn)
    act = say(event.contact_id, playback_id, media(event.prompts), event.language)
    # what cannot be said must not stop the flow
    act.fine, act.if_refused = UNTOLD, (finished,)
    yield act


def _key_taken(event: fev.KeyTaken, at: float, live: LiveCenter, known: Known) -> Acts:
    yield from _hushed(event.contact_id, known)


def _signed_in(event: ev.AgentSignedIn, at: float, live: LiveCenter, known: Known) -> Acts:
    if (phone := phone_id(event.agent_id, event.phone)) is not None:
        yield subscribe(phone, known.app)


def _hushed(contact_id: str, known: Known) -> Acts:
    """Prompts in progress end first: the switch would finish them before it obeys."""
    playback_id = known.playing.pop(contact_id, None)
    if playback_id is not None:
        yield hush(contact_id, playback_id)


def _dropped(channel_id: str, lane: str, known: Known) -> Acts:
    """A leg that has not ended by itself is ended."""
    if channel_id in known.gone:
        del known.gone[channel_id]
    else:
        yield hang_up(channel_id, lane=lane)


def _caller_id(contact: ContactNow) -> str:
    """Return the caller as Asterisk takes it: a quoted name and a number that is safe in a SIP address."""
    number = "".join(sign for sign in contact.caller if sign in SIP_NAME)
    name = contact.caller_name.replace("\\", "").replace('"', "'").strip() or contact.caller
    return f'"{name}" <{number}>' if name or number else ""


def _q(name: str) -> str:
    return quote(name, safe="")


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
    ev.ContactTurnedAway: _turned_away,
    ev.ContactEnded: _ended,
    ev.AgentSignedIn: _signed_in,
    fev.PromptsSaid: _prompts_said,
    fev.KeyTaken: _key_taken,
}
