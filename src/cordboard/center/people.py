"""The people who serve contacts, and why they may be away from them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person who serves contacts."""

    agent_id: str
    """Short and stable, lower case: part of SIP names and addresses."""
    name: str
    skills: frozenset[str] = frozenset()
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseReason:
    """Why an agent takes no contacts for a while."""

    reason_id: str
    name: str
    name_ru: str = ""
    productive: bool = False
    """Whether the time counts as work (training, paperwork) rather than a break."""


DID_NOT_ANSWER = "did-not-answer"
"""The agent let an offer lapse."""
DECLINED = "declined"
"""The agent refused an offer."""
PHONE_UNREACHABLE = "phone-unreachable"
"""The agent's phone could not be rung."""
SCREEN_GONE = "screen-gone"
"""The agent's browser went away and did not come back."""

SYSTEM_PAUSES = frozenset({DID_NOT_ANSWER, DECLINED, PHONE_UNREACHABLE, SCREEN_GONE})
"""Pauses that the floor sets; an agent cannot choose them."""
