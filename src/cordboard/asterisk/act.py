"""An act is one request to the switch; here are those that `commands.py` and `reconcile.py` choose from. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import quote

from cordboard.asterisk import legs
from cordboard.asterisk.dialplan import CALL_REJECTED
from cordboard.asterisk.errors import UnusablePhone
from cordboard.asterisk.provision import sip_phone_id, web_phone_id
from cordboard.center.speech import Speech
from cordboard.center.trunks import Trunk
from cordboard.floor.inputs import Phone
from cordboard.floor.states import ContactState
from cordboard.runtime.live import AnyInput, LiveCenter

GONE = frozenset({400, 404, 409, 412, 422})
"""Refusals that mean: it is not there any more, or it is so already."""
UNTOLD = frozenset({404, 409})
"""Refusals of prompts that mean: the caller has gone, or they are being said already."""
GONE_MAX = 2000
"""Legs that are remembered as ended."""
RING = "channels"
"""Path of the acts that ring a phone or a number outside; each is the first of its lane."""
WAITING = (ContactState.WAITING, ContactState.OFFERED)


@dataclass(slots=True, kw_only=True)
class Spoken:
    """Prompts that an act says; they become media only when it is done, because words must be rendered first."""

    prompts: tuple[Speech, ...]
    language: str
    playback_id: str
    if_nothing: tuple[AnyInput, ...] = ()
    """Reported when there is nothing to hear in them."""


@dataclass(slots=True, kw_only=True)
class Act:
    """One request to the switch."""

    method: str
    """Empty for no request at all, only `if_refused`."""
    path: str
    """Below /ari/, ready for the wire."""
    body: dict[str, Any] | None = None
    spoken: Spoken | None = None
    """Becomes the `media` of the body."""
    hushes: str | None = None
    """Playback that it ends."""
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
    meanwhile: dict[str, Act] = field(default_factory=dict)
    """By contact, what ends that which goes on until the flow goes on: music, ringing, a recording."""
    outside: dict[str, str] = field(default_factory=dict)
    """Leg of the number outside that was dialled, by contact."""
    trunk: Callable[[str], Trunk | None] = lambda _trunk_id: None
    """Finds a trunk."""
    gone: dict[str, None] = field(default_factory=dict)
    """Legs that ended by themselves, oldest first."""

    def note_gone(self, channel_id: str) -> None:
        """A leg ended by itself: nobody need end it."""
        self.gone[channel_id] = None
        if len(self.gone) > GONE_MAX:
            del self.gone[next(iter(self.gone))]


Acts = Iterator[Act]


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
    path = f"playbacks/{_q(playback_id)}"
    return Act(method="DELETE", path=path, lane=contact_id, hushes=playback_id)


def play(contact_id: str, playback_id: str, media: list[str], language: str) -> Act:
    """Play these media to the caller, under a name by which the end of it is told."""
    path = f"channels/{_q(contact_id)}/play/{_q(playback_id)}"
    body = {"media": media, "lang": language}
    return Act(method="POST", path=path, body=body, lane=contact_id, caller=contact_id)


def say(contact_id: str, playback_id: str, prompts: tuple[Speech, ...], language: str) -> Act:
    """Say these prompts to the caller, under a name by which the end of it is told."""
    act = play(contact_id, playback_id, [], language)
    act.spoken = Spoken(prompts=prompts, language=language, playback_id=playback_id)
    act.fine = UNTOLD
    return act


def ring(contact_id: str) -> Act:
    """Let the caller hear that it rings elsewhere."""
    return Act(method="POST", path=f"channels/{_q(contact_id)}/ring", lane=contact_id, caller=contact_id)


def ring_no_more(contact_id: str) -> Act:
    """End the ringing tone."""
    return Act(method="DELETE", path=f"channels/{_q(contact_id)}/ring", lane=contact_id)


def record(contact_id: str, recording: str, most_s: float, silence_s: float) -> Act:
    """Record what the caller says, after a short tone and until # is pressed."""
    body = {
        "name": recording,
        "format": "wav",
        "maxDurationSeconds": max(1, ceil(most_s)),
        "maxSilenceSeconds": max(1, ceil(silence_s)),
        "terminateOn": "#",
        "beep": True,
        # whatever was recorded under this name stays
        "ifExists": "fail",
    }
    return Act(method="POST", path=f"channels/{_q(contact_id)}/record", body=body, lane=contact_id, caller=contact_id)


def record_no_more(contact_id: str, recording: str) -> Act:
    """End a recording; what was recorded stays."""
    return Act(method="POST", path=f"recordings/live/{_q(recording)}/stop", lane=contact_id)


def tell(contact_id: str, *inputs: AnyInput) -> Act:
    """Report this, when what was to be done before is done."""
    return Act(method="", path="", lane=contact_id, if_refused=inputs)


def hang_up(channel_id: str, *, lane: str, cause: int | None = None) -> Act:
    """End a leg; `cause` as of ITU-T Q.850, None for normal clearing."""
    query = "" if cause is None else f"?reason_code={cause}"
    return Act(method="DELETE", path=f"channels/{_q(channel_id)}{query}", lane=lane)


def end_bridge(bridge: str, *, lane: str) -> Act:
    """Take a bridge away; legs in it stay."""
    return Act(method="DELETE", path=f"bridges/{_q(bridge)}", lane=lane)


def join(contact_id: str, leg: str, app: str) -> Acts:
    """Let the caller and the other leg hear each other; Asterisk would go on with the music by itself."""
    bridge = _q(legs.bridge_id(leg))
    yield silence(contact_id)
    yield Act(method="POST", path=f"bridges/{bridge}?type=mixing&name={_q(app)}", lane=contact_id)
    both = {"channel": [contact_id, leg]}
    yield Act(method="POST", path=f"bridges/{bridge}/addChannel", body=both, lane=contact_id, caller=contact_id)


def part(contact_id: str, leg: str) -> Act:
    """Take the caller out of the talk."""
    path = f"bridges/{_q(legs.bridge_id(leg))}/removeChannel"
    return Act(method="POST", path=path, body={"channel": [contact_id]}, lane=contact_id)


def goodbye(contact_id: str, prompts: tuple[Speech, ...], language: str, known: Known) -> Acts:
    """Say the last prompts; the end of them hangs up, and what cannot be said hangs up at once."""
    yield from cleared(contact_id, known)
    end = hang_up(contact_id, lane=contact_id)
    if not prompts:
        yield end
        return
    playback_id = known.playing[contact_id] = legs.goodbye_playback(contact_id)
    act = say(contact_id, playback_id, prompts, language)
    act.instead = end
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


def hushed(contact_id: str, known: Known) -> Acts:
    """Prompts in progress end first: the switch would finish them before it obeys."""
    playback_id = known.playing.pop(contact_id, None)
    if playback_id is not None:
        yield hush(contact_id, playback_id)


def cleared(contact_id: str, known: Known) -> Acts:
    """All that the caller hears or says to the machine ends."""
    yield from hushed(contact_id, known)
    if (end := known.meanwhile.pop(contact_id, None)) is not None:
        yield end


def dropped(channel_id: str, lane: str, known: Known) -> Acts:
    """A leg that has not ended by itself is ended."""
    if channel_id in known.gone:
        del known.gone[channel_id]
    else:
        yield hang_up(channel_id, lane=lane)


def alone(contact_id: str, known: Known) -> Acts:
    """The number outside, if one was dialled, is let go; the caller stays."""
    leg = known.outside.pop(contact_id, None)
    if leg is not None:
        yield part(contact_id, leg)
        # in the lane in which it was rung
        yield from dropped(leg, leg, known)
        yield end_bridge(legs.bridge_id(leg), lane=contact_id)


def _q(name: str) -> str:
    return quote(name, safe="")
