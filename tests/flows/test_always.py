"""What is true of any flow whatever, and of any customer."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.flows import check
from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.language import Flow
from cordboard.flows.performer import Performer
from cordboard.flows.walking import STEPS_MAX, UNHEARD_MAX
from cordboard.runtime.lines import read_checkpoint, read_event, write_checkpoint
from cordboard.runtime.ports import Checkpoint
from tests.flows.conversation import C, Conversation, written
from tests.flows.drawn import SECRET_KEYS, act, chance

MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
HEARD = (
    *(ev.KeyHeard, ev.KeyTaken, ev.PersonAsked, ev.AnswerTaken, ev.AnswerMissed, ev.MessageLeft, ev.LineAdded),
    *(ev.NumberConnected, ev.StepReopened, ev.FlowStarted, ev.OrderTaken),
)
NO_SECRET = re.compile(r"442079460000|c1\.m\d+|%[0-9A-F]{2}")
"""Digits that nobody pressed: the caller's number, names of recordings, quoted signs."""
ENTERED = (ev.NodePassed, ev.PromptsSaid, ev.SubFlowEntered, ev.LanguageSet, ev.FlowLeft)


class Watched(Conversation):
    """A conversation that notes what it was told."""

    def __init__(self, *args, **more):
        self.told: list[tuple[float, inp.FlowInput | None]] = []
        self.events: list[ev.FlowEvent] = []
        super().__init__(*args, **more)

    def take(self, input_):
        self.told.append((self.now, input_))
        return super().take(input_)

    def silent(self):
        happened = super().silent()
        self.told.append((self.now, None))
        return happened

    def _apply(self, events):
        happened = super()._apply(events)
        self.events += happened
        return happened


SEEDS = st.integers(0, 2**32)


def lived(seed: int, purpose: str = "call") -> Watched:
    """A conversation in any flow after any acts."""
    drawn = chance(seed)
    random = drawn.random
    medium = "script" if purpose == "script" else random.choice(("voice", "voice", "voice", "text"))
    talk = Watched(drawn.flow(purpose=purpose), drawn.flow("part"), medium=medium)
    for _ in range(random.randint(0, 60)):
        act(talk, random)
    return talk


CALLS = st.builds(lived, SEEDS)
ALL = st.builds(lived, SEEDS, st.sampled_from(("call", "script")))


def goes_on_in_silence(talk: Conversation, waits_s: float) -> int:
    """Let the customer do nothing, and the outside end what it was asked for; return how many times that was needed."""
    turns = 0
    while talk.here:
        turns += 1
        assert turns <= 2 * STEPS_MAX, f"at {talk.at} waiting for {talk.p.awaits!r}"
        p = talk.p
        if p.awaits == "talk":
            talk.take(inp.NumberGone(contact_id=C, turn=p.turn, why="ended"))
        elif p.awaits == "return":
            whys = [why for why in p.returns if why != "talked"]
            if not whys:
                # people have the contact
                return turns
            talk.back(whys[0], waits_s)
        else:
            assert p.awaits in ("said", "confirmation") or talk.performer.next_deadline() is not None
            talk.silent()
    return turns


class Unwatched(Conversation):
    """Without a second performer, for conversations that are long."""

    def _apply(self, events):
        happened = []
        for event in events:
            self.performer.apply(event, self.now)
            happened.append(event)
        return happened


@given(CALLS)
@MANY
def test_every_conversation_ends_when_the_customer_is_silent(talk):
    quiet = Unwatched(talk.stage.flows["main"], talk.stage.flows["part"])
    quiet.performer.restore(
        read_checkpoint(write_checkpoint(Checkpoint(performances=talk.performer.records()))).performances
    )
    quiet.now = talk.now
    if not talk.here:
        quiet.performer.forget(C)
    assert goes_on_in_silence(quiet, 0.0) <= 4 * UNHEARD_MAX


@given(SEEDS, st.sampled_from((0.0, 60.0)))
@MANY
def test_a_flow_that_the_checker_passes_strands_nobody(seed, waits_s):
    drawn = chance(2 * seed)
    flow, part = drawn.flow(), drawn.flow("part")
    known = check.Known(flows={"main": flow, "part": part})
    passed = [each for each in (flow, part) if not any(x.severity == "error" for x in check.problems(each, known))]
    if len(passed) == 2:
        goes_on_in_silence(Unwatched(flow, part), waits_s)


@given(ALL)
@MANY
def test_never_are_so_many_nodes_passed_without_hearing_the_customer(talk):
    unheard = 0
    for event in talk.events:
        if isinstance(event, ev.FlowResumed) or (isinstance(event, HEARD) and getattr(event, "key", "") is not None):
            unheard = 0
        unheard += isinstance(event, ENTERED)
        assert unheard <= UNHEARD_MAX + 2
    assert all(p.steps <= STEPS_MAX + 2 for p in talk.performer.records())


@given(ALL)
@MANY
def test_the_same_inputs_give_the_same_events(talk):
    performer, events = Performer(talk.stage), []
    for now, input_ in talk.told:
        for event in performer.decide_due(now) if input_ is None else performer.decide(input_, now):
            performer.apply(event, now)
            events.append(event)
    assert events == talk.events


@given(ALL, st.data())
@MANY
def test_a_checkpoint_and_the_rest_of_the_journal_are_the_whole(talk, data):
    cut = data.draw(st.integers(0, len(talk.journal)))
    before, after = Performer(talk.stage), Performer(talk.stage)
    for at, kind, body in talk.journal[:cut]:
        before.apply(read_event(kind, body), at)
    after.restore(read_checkpoint(write_checkpoint(Checkpoint(performances=before.records()))).performances)
    for at, kind, body in talk.journal[cut:]:
        after.apply(read_event(kind, body), at)
    assert written(after.records()) == written(talk.performer.records())
    assert after.next_deadline() == talk.performer.next_deadline()


@given(ALL)
@MANY
def test_no_key_of_a_secret_is_in_anything_that_is_written(talk):
    for _, kind, body in talk.journal:
        event = json.loads(body)
        for name in ("key", "value", "secret", "answers", "errand"):
            said = json.dumps(event.get(name) or "")
            assert not set(SECRET_KEYS) & set(NO_SECRET.sub("", said)), (kind, body)
    for p in talk.performer.records():
        assert not set(SECRET_KEYS) & set(p.keys)
        assert not any(key in repr((p.ahead, p.secret, p.secrets)) for key in SECRET_KEYS)


@given(CALLS)
@MANY
def test_a_report_of_another_turn_or_of_nobody_gives_nothing(talk):
    turn = talk.p.turn + 1 if talk.here else 1
    for contact_id, report_turn in ((C, turn), (C, 0), ("nobody", turn - 1)):
        for report in (
            inp.PromptsFinished(contact_id=contact_id, turn=report_turn),
            inp.PromptsFailed(contact_id=contact_id, turn=report_turn),
            inp.RecordingFinished(contact_id=contact_id, turn=report_turn, seconds=1),
            inp.ErrandDone(contact_id=contact_id, turn=report_turn, found=True),
            inp.ErrandFailed(contact_id=contact_id, turn=report_turn, why=""),
            inp.NumberAnswered(contact_id=contact_id, turn=report_turn),
            inp.NumberGone(contact_id=contact_id, turn=report_turn, why="busy"),
        ):
            assert talk.take(report) == []


@given(CALLS, SEEDS)
@MANY
def test_whoever_is_moved_to_another_version_under_way_still_comes_to_an_end(talk, seed):
    if not talk.here:
        return
    other = chance(seed).flow()
    talk.stage.flows = {**talk.stage.flows, "main": other}
    quiet = Unwatched(other, talk.stage.flows["part"])
    quiet.performer.restore(talk.performer.records())
    quiet.now = talk.now
    goes_on_in_silence(quiet, 0.0)


def test_a_flow_of_one_node_that_leads_to_itself_ends_whatever_the_node():
    from cordboard.flows import nodes as n
    from cordboard.flows.forms import VoiceForm

    menu = n.Menu(prompts=(), choices={"1": "it"}, on_failure="it", answer_s=0)
    for node in (
        n.Say(prompts=("x",), next="it"),
        n.Say(prompts=(), next="it"),
        n.SetLanguage(language="en", next="it"),
        n.Mark(mark="m", next="it"),
        n.Assign(values={}, next="it"),
        n.SubFlow(flow_id="main", next="it", on_error="it"),
        n.ToQueue(queue_id="q", on_timeout="it", on_closed="it", after_talk="it"),
        n.ToAgent(agent="'ann'", on_timeout="it"),
        n.ToNumber(number="1", trunk_id="line", next="it", on_failure="it"),
        n.LookUp(source="customer", found="it", not_found="it", on_error="it"),
        n.BookCallback(queue_id="q", next="it"),
        n.Voicemail(queue_id="q", prompts=(), next="it", on_error="it"),
        n.Ask(prompts=(), answer="a", form=VoiceForm(), next="it", on_failure="it"),
        menu,
        replace(menu, prompts=("x",)),
    ):
        flow = Flow(flow_id="main", name="x", start="it", nodes={"it": node}, version=1)
        goes_on_in_silence(Unwatched(flow), 0.0)
