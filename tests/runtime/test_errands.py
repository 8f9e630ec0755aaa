"""What flows have done outside is done beside the engine, in time, once, and told in words without values."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from structlog.testing import capture_logs

from cordboard.errors import Malformed, Misunderstood, Refused, Unreachable
from cordboard.floor import inputs as inp
from cordboard.flows import inputs as finp
from cordboard.flows.errands import Find
from cordboard.flows.forms import SecretForm
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Ask, Goodbye, LookUp, Menu, Request, Send, ToQueue
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.engine import Engine
from cordboard.runtime.errands import Errands
from cordboard.runtime.memory import Memory, MemoryJournal
from cordboard.runtime.outside import Answer, Outgoing
from cordboard.runtime.outside import Ask as HttpAsk
from cordboard.runtime.plain import BYTES_MAX, plain
from tests.day import CENTER
from tests.virtual_time import play

FLOW = Flow(
    flow_id="menu",
    name="Outside",
    start="menu",
    nodes={
        "menu": Menu(
            prompts=("cord/menu",), choices={"1": "find", "2": "ask", "3": "send", "4": "pin"}, on_failure="bye"
        ),
        "find": LookUp(
            source="table", table_id="t", by={"code": "'7'"}, found="menu", not_found="none", on_error="bad"
        ),
        "ask": Request(url="https://crm.example/x?a={contact.caller}", next="menu", on_error="bad", limit_s=5.0),
        "send": Send(channel="sms", to="contact.caller", text={"en": "Hello"}, next="menu", on_error="bad"),
        "pin": Ask(prompts=("cord/pin",), answer="pin", form=SecretForm(least=4, most=4), next="check"),
        "check": Request(
            url="https://crm.example/y", method="POST", body={"pin": "secrets.pin"}, next="menu", on_error="bad"
        ),
        "none": ToQueue(queue_id="sales"),
        "bad": ToQueue(queue_id="support"),
        "bye": Goodbye(),
    },
)
CONFIGURATION = Configuration(center=CENTER, flows={"menu": FLOW})


@dataclass
class World:
    """The outside: what it says, and what it was asked."""

    says: Callable[[], Any] = lambda: None
    takes_s: float = 0.0
    finds: list[Find] = field(default_factory=list)
    asks: list[HttpAsk] = field(default_factory=list)
    letters: list[Outgoing] = field(default_factory=list)
    under_way: int = 0
    most: int = 0

    async def find(self, find: Find) -> Mapping[str, Any] | None:
        self.finds.append(find)
        answer: Mapping[str, Any] | None = await self._answer()
        return answer

    async def fetch(self, ask: HttpAsk) -> Answer:
        self.asks.append(ask)
        answer: Answer = await self._answer()
        return answer

    async def put(self, message: Outgoing) -> None:
        self.letters.append(message)
        await self._answer()

    async def _answer(self) -> Any:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.takes_s)
        finally:
            self.under_way -= 1
        return self.says()


def saying(thing: Any) -> Callable[[], Any]:
    def say() -> Any:
        if isinstance(thing, Exception):
            raise thing
        return thing

    return say


class Story:
    """An engine with its errands, in virtual time."""

    def __init__(self, world: World, memory: Memory | None = None, *, at_once: int = 64) -> None:
        self.world, self.memory, self._at_once = world, memory or Memory(), at_once

    async def __aenter__(self) -> Story:
        clock = asyncio.get_running_loop().time
        self.engine = await Engine.open(MemoryJournal(self.memory), CONFIGURATION, clock)
        self.errands = Errands(
            performer=self.engine.live.performer,
            tell=self.engine.tell,
            look_ups=self.world,
            requests=self.world,
            letterbox=self.world,
            clock=clock,
            at_once=self._at_once,
        )
        self.engine.listeners.append(self.errands.listen)
        self._tasks = [asyncio.create_task(self.engine.run()), asyncio.create_task(self.errands.run())]
        await self.pass_s(0.01)
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.memory.owner = None

    async def call(self, keys: str, contact_id: str = "c1") -> None:
        await self.engine.ask(inp.CallArrived(contact_id=contact_id, number="1", caller="+44123"))
        await self.press(keys, contact_id)

    async def press(self, keys: str, contact_id: str = "c1") -> None:
        for key in keys:
            await self.engine.ask(finp.KeyPressed(contact_id=contact_id, key=key))
        await self.pass_s(0.01)

    async def pass_s(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def node(self, contact_id: str = "c1") -> str:
        """Where the contact is: a node, or the queue it waits in."""
        p = self.engine.live.performer.performances.get(contact_id)
        queue_id = self.engine.live.floor.contacts[contact_id].queue_id
        return p.node_id if p is not None else str(queue_id)

    def answers(self) -> dict[str, Any]:
        return self.engine.live.performer.performances["c1"].answers

    def whys(self) -> list[str]:
        return [why for entry in self.memory.entries if (why := getattr(entry.event, "why", ""))]


def test_a_row_that_is_found_is_kept_and_one_that_is_not_goes_another_way() -> None:
    async def story() -> None:
        async with Story(World(says=saying({"code": "7", "name": "Tea"}))) as told:
            await told.call("1")
            assert told.node() == "menu"
            assert told.answers() == {"table": {"code": "7", "name": "Tea"}}
            told.world.says = saying(None)
            await told.press("1")
            assert told.node() == "sales"

    play(story())


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=404), "status 404"),
        (Answer(status=302), "status 302"),
        (Refused("forbidden", "the host crm.example is not on the list"), "the host crm.example is not on the list"),
        (Unreachable("crm.example", "no connection"), "crm.example: no connection"),
        (Misunderstood("crm.example", "noise"), "crm.example said something unreadable: 'noise'"),
        (KeyError("+44123"), "a fault of ours"),
        (Answer(status=200, body="x" * BYTES_MAX), "request said something unreadable: 'an answer of more than"),
    ],
)
def test_a_failure_takes_its_way_and_says_why_without_a_value(answer: Any, why: str) -> None:
    async def story() -> None:
        async with Story(World(says=saying(answer))) as told:
            with capture_logs() as logs:
                await told.call("2")
            assert told.node() == "support"
            assert told.whys()[0].startswith(why)
            assert "+44123" not in str(logs)

    play(story())


def test_an_answer_is_kept_as_plain_values() -> None:
    async def story() -> None:
        body = {"a\0": ["b\0", "\ud800", 2**60, float("nan"), (1, None)]}
        async with Story(World(says=saying(Answer(status=200, body=body)))) as told:
            await told.call("2")
            assert told.node() == "menu"
            kept = told.answers()["response"]
            assert kept == {"a\ufffd": ["b\ufffd", "?", str(2**60), None, [1, None]]}
            (ask,) = told.world.asks
            assert (ask.url, ask.method) == ("https://crm.example/x?a=%2B44123", "GET")
            assert ask.limit_s == pytest.approx(4.9, abs=0.05)

    play(story())


def test_nobody_waits_longer_than_the_flow_says_and_the_engine_goes_on_meanwhile() -> None:
    async def story() -> None:
        async with Story(World(says=saying(Answer(status=200)), takes_s=60.0)) as told:
            await told.call("2")
            await told.call("", "c2")
            assert (told.node(), told.node("c2")) == ("ask", "menu")
            await told.pass_s(4.8)
            assert told.node() == "ask"
            await told.pass_s(0.2)
            assert told.node() == "support"
            assert told.whys() == ["it took too long"]
            assert told.errands.waiting == 0

    play(story())


def test_only_so_many_are_under_way_at_once_and_rows_for_nobody_are_not_looked_up() -> None:
    async def story() -> None:
        async with Story(World(says=saying({"code": "7"}), takes_s=1.0), at_once=2) as told:
            for n in range(5):
                await told.call("1", f"c{n}")
            await told.engine.ask(inp.CallerHungUp(contact_id="c4"))
            await told.pass_s(10.0)
            assert told.world.most == 2
            assert len(told.world.finds) == 4

    play(story())


def test_a_message_is_handed_over_even_if_its_customer_rings_off() -> None:
    async def story() -> None:
        async with Story(World(takes_s=1.0)) as told:
            await told.call("3")
            await told.engine.ask(inp.CallerHungUp(contact_id="c1"))
            await told.pass_s(2.0)
            (letter,) = told.world.letters
            assert (letter.channel, letter.to, letter.text) == ("sms", "+44123", "Hello")
            assert letter.message_id.startswith("c1.2.")

    play(story())


def test_a_message_that_cannot_be_sent_takes_the_way_of_errors() -> None:
    async def story() -> None:
        async with Story(World(says=saying(Malformed("an SMS goes to a number")))) as told:
            await told.call("3")
            assert told.node() == "support"

    play(story())


def test_a_secret_goes_out_and_is_written_nowhere() -> None:
    async def story() -> None:
        async with Story(World(says=saying(Answer(status=200, body={"ok": True})))) as told:
            with capture_logs() as logs:
                await told.call("44711")
            assert told.world.asks[0].body == {"pin": "4711"}
            assert told.answers()["response"] == {"ok": True}
            assert "4711" not in f"{logs}{told.memory.entries}{told.answers()}{told.errands.waiting}"

    play(story())


def test_what_a_stop_cut_off_is_begun_again_under_the_same_key() -> None:
    async def story() -> None:
        memory, before = Memory(), World(takes_s=60.0)
        async with Story(before, memory) as told:
            await told.call("2")
            await told.call("3", "c2")
            await told.engine.keep()
        after = World(says=saying(Answer(status=200, body=1)))
        async with Story(after, memory) as told:
            # the switch is looked at again, and nothing is begun a second time for that
            await told.engine.ask(finp.RepeatPrompts(contact_id="c1"))
            await told.pass_s(0.1)
            assert told.node() == "menu"
            assert [ask.idempotency_key for ask in after.asks] == [ask.idempotency_key for ask in before.asks]
            assert [letter.message_id for letter in after.letters] == [letter.message_id for letter in before.letters]
            assert len(after.letters) == len(after.asks) == 1

    play(story())


def test_what_needs_a_secret_is_asked_again_after_a_stop() -> None:
    async def story() -> None:
        memory = Memory()
        async with Story(World(takes_s=60.0), memory) as told:
            await told.call("44711")
            await told.engine.keep()
        after = World(says=saying(Answer(status=200)))
        async with Story(after, memory) as told:
            assert not after.asks
            await told.engine.ask(finp.RepeatPrompts(contact_id="c1"))
            assert told.node() == "pin"
            await told.press("0815")
            assert after.asks[0].body == {"pin": "0815"}

    play(story())


def test_values_of_any_kind_become_plain() -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]
    assert "x" not in str(plain(deep, source="it"))
    assert plain(object(), source="it") is None
