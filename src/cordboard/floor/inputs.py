"""What the floor is told and asked.

Reports are past participles: they happened and cannot be refused. Commands are imperatives and may be.
Late, repeated and unknown reports give no events.
"""

from __future__ import annotations

from enum import StrEnum

from cordboard.center.speech import Speech
from cordboard.values import value


class LegFailure(StrEnum):
    """Why an agent's leg ended before it was answered."""

    DECLINED = "declined"
    RANG_OUT = "rang-out"
    UNREACHABLE = "unreachable"
    LOST = "lost"
    """The leg vanished without a word, as over a restart; nobody is to blame."""


class Phone(StrEnum):
    """What the agent talks on."""

    BROWSER = "browser"
    SIP = "sip"


# -- reports --


@value
class CallArrived:
    """A customer's call reached us."""

    contact_id: str
    number: str
    """What was dialled."""
    caller: str = ""
    """The caller's number as it came."""
    caller_name: str = ""
    via: str = "trunk"
    """`trunk` or `web`."""


@value
class CallerHungUp:
    """The customer's leg ended."""

    contact_id: str
    cause: str = ""


@value
class AgentAnswered:
    """The agent's leg was answered."""

    offer_id: str


@value
class OfferFailed:
    """The agent's leg ended before it was answered."""

    offer_id: str
    failure: LegFailure


@value
class AgentHungUp:
    """The agent's leg ended after it was answered."""

    offer_id: str


@value
class AgentPhoneHeld:
    """The agent pressed hold on the phone itself."""

    offer_id: str


@value
class AgentPhoneResumed:
    """The agent took the contact back from hold on the phone itself."""

    offer_id: str


@value
class SwitchLost:
    """The telephone switch does not answer."""


@value
class SwitchFound:
    """The switch answers again, and every difference has been reported before this."""


@value
class CallLost:
    """A call that the switch had is not there any more."""

    contact_id: str


@value
class PhonesSeen:
    """Which agents' phones can be rung, of all agents signed in."""

    reachable: frozenset[str]


@value
class CenterChanged:
    """The floor was given another center."""


@value
class StoreStalled:
    """For so many seconds nothing could be made durable, so nobody was told anything."""

    seconds: float


@value
class TimePassed:
    """A deadline is due."""


# -- from a flow --


@value
class QueueContact:
    """Let the contact wait in a queue."""

    contact_id: str
    queue_id: str
    """A queue, or the line of one agent (`center.personal_line`)."""
    language: str
    wait_s: float | None = None
    """Longest wait; None for that of the queue."""
    returns: tuple[str, ...] = ()
    """Why it goes back to its flow instead of coming to the queue's end: `timeout`, `closed`, `talked`."""


@value
class EndContact:
    """Say these prompts to the contact and end it."""

    contact_id: str
    prompts: tuple[Speech, ...]
    language: str


# -- commands --


@value
class SignIn:
    """Be at work, with this phone."""

    agent_id: str
    phone: Phone = Phone.BROWSER


@value
class SignOut:
    """Leave work."""

    agent_id: str


@value
class MakeReady:
    """Take contacts from here on."""

    agent_id: str


@value
class PauseAgent:
    """Take no contacts, now or after the work at hand."""

    agent_id: str
    reason_id: str


@value
class DeclineOffer:
    """Refuse the contact that rings."""

    agent_id: str


@value
class HoldContact:
    """Let the customer hear music."""

    agent_id: str


@value
class ResumeContact:
    """Take the customer back from hold."""

    agent_id: str


@value
class TransferContact:
    """Let the contact go on to another queue, where it keeps its age."""

    agent_id: str
    queue_id: str


@value
class HangUp:
    """End the contact that the agent talks with."""

    agent_id: str


@value
class SetDisposition:
    """Say how a contact ended; while talking, in wrap-up, or later by the same agent."""

    agent_id: str
    contact_id: str
    disposition_id: str


@value
class FinishWrapUp:
    """Be done with the work after the contact."""

    agent_id: str


Report = (
    CallArrived
    | CallerHungUp
    | AgentAnswered
    | OfferFailed
    | AgentHungUp
    | AgentPhoneHeld
    | AgentPhoneResumed
    | SwitchLost
    | SwitchFound
    | CallLost
    | PhonesSeen
    | CenterChanged
    | StoreStalled
    | TimePassed
    | QueueContact
    | EndContact
)
Command = (
    SignIn
    | SignOut
    | MakeReady
    | PauseAgent
    | DeclineOffer
    | HoldContact
    | ResumeContact
    | TransferContact
    | HangUp
    | SetDisposition
    | FinishWrapUp
)
Input = Report | Command
