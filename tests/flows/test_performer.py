"""A caller in a menu, told as stories."""

from __future__ import annotations

from cordboard.flows import check
from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye, Menu, Say, SetLanguage, ToQueue
from cordboard.flows.performer import Performer
from cordboard.flows.stage import Stage

RECEPTION = Flow(
    flow_id="reception",
    name="Reception",
    start="hello",
    nodes={
        "hello": Say(prompts=("greeting",), next="choice"),
        "choice": Menu(
            prompts=("menu",), choices={"1": "sales", "9": "russian"}, answer_s=5, tries=2, on_failure="sales"
        ),
        "russian": SetLanguage(language="ru", next="choice"),
        "sales": ToQueue(queue_id="sales"),
        "bye": Goodbye(),
    },
)


class Conversation:
    """One caller in the reception flow."""

    def __init__(self, flow: Flow = RECEPTION) -> None:
        self.performer = Performer(Stage(flows={flow.flow_id: flow}))
        self.started = self.take(inp.StartFlow(contact_id="c1", flow_id=flow.flow_id, language="en"))

    def take(self, input_: inp.FlowInput, now: float = 0.0) -> list[ev.FlowEvent]:
        happened = []
        for event in self.performer.decide(input_, now):
            self.performer.apply(event, now)
            happened.append(event)
        return happened

    def due(self, now: float) -> list[ev.FlowEvent]:
        happened = []
        for event in self.performer.decide_due(now):
            self.performer.apply(event, now)
            happened.append(event)
        return happened

    def heard(self, turn: int, now: float = 0.0) -> list[ev.FlowEvent]:
        return self.take(inp.PromptsFinished(contact_id="c1", turn=turn), now)

    def key(self, key: str) -> list[ev.FlowEvent]:
        return self.take(inp.KeyPressed(contact_id="c1", key=key))


def test_a_caller_hears_the_greeting_then_the_menu_and_chooses():
    talk = Conversation()
    assert talk.started[-1].prompts == ("greeting",)
    assert talk.heard(1)[-1].prompts == ("menu",)
    assert talk.heard(2, now=10) == [ev.AnswerAwaited(contact_id="c1", node_id="choice", turn=2, until=15)]
    assert talk.key("1")[-1].queue_id == "sales"
    assert talk.performer.performances == {}


def test_a_key_may_be_pressed_before_the_prompts_end():
    talk = Conversation()
    talk.heard(1)
    assert type(talk.key("1")[-1]) is ev.FlowLeft


def test_who_knows_the_menu_may_choose_during_the_greeting():
    talk = Conversation()
    assert talk.key("5") == []
    assert talk.key("1")[-1].queue_id == "sales"


def test_a_chosen_language_speaks_from_then_on():
    talk = Conversation()
    talk.heard(1)
    said = talk.key("9")[-1]
    assert (said.language, said.prompts) == ("ru", ("menu",))


def test_wrong_keys_are_told_and_after_the_last_try_the_caller_goes_on():
    talk = Conversation()
    talk.heard(1)
    assert talk.key("5")[-1].prompts == ("cord/invalid", "menu")
    assert talk.key("7")[-1] == ev.FlowLeft(contact_id="c1", node_id="sales", language="en", queue_id="sales")


def test_silence_is_asked_again_and_then_goes_on():
    talk = Conversation()
    talk.heard(1)
    talk.heard(2, now=10)
    assert talk.due(14.9) == []
    assert talk.due(15)[-1].prompts == ("cord/no-input", "menu")
    talk.heard(3, now=20)
    assert type(talk.due(25)[-1]) is ev.FlowLeft


def test_a_flood_of_keys_ends_in_a_queue_and_then_means_nothing():
    talk = Conversation()
    talk.heard(1)
    for _ in range(500):
        talk.key("5")
    assert talk.performer.performances == {}


def test_late_and_unknown_reports_change_nothing():
    talk = Conversation()
    talk.heard(1)
    assert talk.heard(1) == []
    assert talk.take(inp.KeyPressed(contact_id="nobody", key="1")) == []
    assert talk.take(inp.StartFlow(contact_id="c1", flow_id="reception", language="en")) == []


def test_after_a_restart_the_same_question_is_asked_again():
    talk = Conversation()
    talk.heard(1)
    again = talk.take(inp.RepeatPrompts(contact_id="c1"))[-1]
    assert (again.node_id, again.turn, again.prompts) == ("choice", 3, ("menu",))


def test_a_flow_that_never_speaks_ends_in_a_goodbye_instead_of_a_loop():
    nodes = {"a": SetLanguage(language="en", next="b"), "b": SetLanguage(language="ru", next="a")}
    talk = Conversation(Flow(flow_id="loop", name="Loop", start="a", nodes=nodes))
    assert type(talk.started[-1]) is ev.FlowLeft


def test_a_flow_changed_under_a_caller_ends_politely():
    talk = Conversation()
    talk.performer.stage.flows = {}
    left = talk.heard(1)[-1]
    assert type(left) is ev.FlowLeft
    assert left.queue_id is None


def test_the_checker_names_every_fault():
    wrong = Flow(
        flow_id="f",
        name="F",
        start="nowhere",
        nodes={
            "menu": Menu(prompts=("m",), choices={"x": "menu"}, on_failure="menu"),
            "queue": ToQueue(queue_id="unknown"),
        },
    )
    known = check.Known(queues=frozenset({"sales"}))
    said = " ".join(check.sentence(wrong, problem) for problem in check.problems(wrong, known))
    for word in ("starts at 'nowhere'", "queue 'unknown'", "keys 'x'", "node 'menu' of flow 'f': no way leads"):
        assert word in said
    assert [problem for problem in check.problems(RECEPTION, known) if problem.severity == "error"] == []
