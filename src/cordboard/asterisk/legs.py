"""The names of things at the switch, from our ids and back.

A contact's id is the id of its caller's leg. The leg of the agent at whom it rings has the offer's id, which is
`<contact>.o<n>`; all else is named after them, so that after a restart the names alone say what belongs to whom.
"""

from __future__ import annotations

ID_MAX = 150
"""Characters of a channel's id. Source: Asterisk's AST_MAX_PUBLIC_UNIQUEID, 149."""


def is_agents_leg(channel_id: str) -> bool:
    """Whether this is the leg of an agent."""
    contact_id, _, number = channel_id.rpartition(".o")
    return contact_id != "" and number.isascii() and number.isdecimal()


def outside_leg(contact_id: str, turn: int) -> str:
    """Return the name of the leg of a number outside that a flow dials for a contact."""
    return f"{contact_id}.x{turn}"


def turn_of_outside_leg(channel_id: str) -> tuple[str, int] | None:
    """Return the contact and the turn for which this number outside is dialled; None if it is another leg."""
    return _turn_of(channel_id, ".x")


def message(contact_id: str, turn: int) -> str:
    """Return the name of what a customer says to a flow."""
    return f"{contact_id}.m{turn}"


def turn_of_message(recording: str) -> tuple[str, int] | None:
    """Return the contact and the turn of a message; None if it is another recording."""
    return _turn_of(recording, ".m")


def contact_of(offer_id: str) -> str:
    """Return the contact that is offered."""
    return offer_id.rpartition(".o")[0]


def bridge_id(leg: str) -> str:
    """Return the name of the bridge in which the talk with this leg, an agent's or one outside, takes place."""
    return f"{leg}.talk"


def leg_of_bridge(bridge: str) -> str | None:
    """Return the leg, an agent's or one outside, whose talk takes place in this bridge; None if it is none of ours."""
    leg = bridge.removesuffix(".talk")
    return leg if leg != bridge and (is_agents_leg(leg) or turn_of_outside_leg(leg) is not None) else None


def turn_playback(contact_id: str, turn: int) -> str:
    """Return the name of the prompts of one turn of a flow."""
    return f"{contact_id}.t{turn}"


def turn_of_playback(playback_id: str) -> tuple[str, int] | None:
    """Return the contact and the turn whose prompts these are; None if they are none of a flow."""
    return _turn_of(playback_id, ".t")


def goodbye_playback(contact_id: str) -> str:
    """Return the name of the last prompts of a contact."""
    return f"{contact_id}.bye"


def wait_playback(contact_id: str) -> str:
    """Return the name of an announcement while waiting."""
    return f"{contact_id}.wait"


def contact_of_playback(playback_id: str, kind: str) -> str | None:
    """Return the contact of a `.bye` or `.wait` playback; None if it is another kind."""
    contact_id = playback_id.removesuffix(kind)
    return contact_id if contact_id and contact_id != playback_id else None


def agents_role(app: str) -> str:
    """Return the value of CORD_ROLE on an agent's leg; it names the application, for two centres on one Asterisk."""
    return f"{app}:agent"


def outside_role(app: str) -> str:
    """Return the value of CORD_ROLE on the leg of a number outside."""
    return f"{app}:outside"


def contact_of_recording(recording: str) -> str:
    """Return the contact whose talk or message this is."""
    asked = turn_of_message(recording)
    return contact_of(recording) if asked is None else asked[0]


def _turn_of(name: str, mark: str) -> tuple[str, int] | None:
    contact_id, _, turn = name.rpartition(mark)
    if contact_id and turn.isascii() and turn.isdecimal() and len(turn) < 10:
        return contact_id, int(turn)
    return None
