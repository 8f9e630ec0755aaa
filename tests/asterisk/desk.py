"""A live center without any switch, and what the switch would be asked to do, as short words."""

from __future__ import annotations

from dataclasses import dataclass, field

from cordboard.asterisk import legs
from cordboard.asterisk.act import Act, Known, after_playback
from cordboard.asterisk.commands import acts
from cordboard.center.speech import Speech
from cordboard.floor import inputs as inp
from cordboard.floor.inputs import Phone
from cordboard.floor.records import ContactNow
from cordboard.flows.inputs import PromptsFinished
from cordboard.runtime.live import AnyInput, LiveCenter
from cordboard.runtime.ports import AnyEvent, Entry
from tests.asterisk.walk import COMPANY

CALL = "box-1.0"


def words(done: list[Act]) -> list[str]:
    """Each act as its method and path, with the call's id shortened to c."""
    return [f"{act.method} {act.path}".replace(CALL, "c") for act in done]


@dataclass
class Desk:
    """The company of `walk`, on a clock that the test moves."""

    live: LiveCenter = field(default_factory=lambda: LiveCenter(COMPANY))
    known: Known = field(default_factory=lambda: Known("cordboard", trunk=COMPANY.trunks.get))
    now: float = 1000.0
    done: list[Act] = field(default_factory=list)
    """Acts of the last step."""

    def __post_init__(self) -> None:
        self.step(inp.SwitchFound())

    @property
    def contact(self) -> ContactNow:
        return self.live.floor.contacts[CALL]

    @property
    def said(self) -> tuple[Speech, ...]:
        """The prompts of the last act."""
        spoken = self.done[-1].spoken
        assert spoken is not None
        return spoken.prompts

    def step(self, input_: AnyInput, after_s: float = 0.0) -> list[str]:
        """Tell the live center; return what the switch is asked to do."""
        self.now += after_s
        entries = self.live.step(input_, self.now)
        self.done = [act for entry in entries for act in acts(entry, self.live, self.known)]
        return words(self.done)

    def agent(self, agent_id: str = "ann", phone: Phone = Phone.SIP) -> None:
        """The agent signs in, is seen, and is ready."""
        self.step(inp.SignIn(agent_id=agent_id, phone=phone))
        here = {agent.agent_id for agent in self.live.floor.agents.values()}
        self.step(inp.PhonesSeen(reachable=frozenset(here)))
        self.step(inp.MakeReady(agent_id=agent_id))

    def call(self, number: str = "100", **more: str) -> list[str]:
        return self.step(inp.CallArrived(contact_id=CALL, number=number, **more))

    def talk(self, number: str = "100") -> list[str]:
        """A customer calls and ann answers."""
        self.agent()
        self.call(number)
        return self.step(inp.AgentAnswered(offer_id=f"{CALL}.o1"))

    def heard_out(self, turn: int) -> list[str]:
        """The prompts of this turn are said to their end."""
        assert list(after_playback(legs.turn_playback(CALL, turn), self.live, self.known)) == []
        return self.step(PromptsFinished(contact_id=CALL, turn=turn))

    def entry_at_hand(self, event: AnyEvent) -> list[str]:
        """What is done for an event that the floor has gone beyond."""
        return words(acts(Entry(seq=1, at=self.now, event=event), self.live, self.known))
