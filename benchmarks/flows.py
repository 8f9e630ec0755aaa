"""Menu steps a second: a key is pressed, the menu is left and the next one speaks, with 1, 100 and 10,000 contacts.

One step is one input and two events (the key was taken, the prompts are said), decided and applied; a second figure has
their journal lines written too. Contacts and keys are drawn by chance, the same in every run. The figure is steps a CPU
second of this process, which is one core.

Peers in the same run, walking the same menus: `transitions` and `python-statemachine` (both MIT). They change a state
and call back; they keep no events, no tries and no deadlines, so they do less. A peer that is not there is left out.

Run: `uv run --with transitions --with python-statemachine python benchmarks/flows.py [--quick]`.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import random
import time
from collections.abc import Callable

from cordboard.flows import inputs as inp
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Menu
from cordboard.flows.parts import Text
from cordboard.flows.performer import Performer
from cordboard.flows.stage import Stage
from cordboard.runtime.lines import write_event

MENUS = 10
KEYS = "123"
SEED = 1
NEXT = {
    f"m{n}": {
        "1": f"m{(n + 1) % MENUS}",
        **{key: f"m{random.Random(f'{n}{key}').randrange(MENUS)}" for key in KEYS[1:]},
    }
    for n in range(MENUS)
}
"""Where each key of each menu leads."""
FLOW = Flow(
    flow_id="menus",
    name="Menus",
    start="m0",
    nodes={
        node_id: Menu(
            prompts=("welcome", Text(text={"en": f"This is menu {node_id}.", "ru": f"Это меню {node_id}."})),
            choices=choices,
            on_failure="m0",
        )
        for node_id, choices in NEXT.items()
    },
    version=1,
)

Presses = list[tuple[int, str]]
"""Which contact presses which key."""


def presses(contacts: int, steps: int) -> Presses:
    """The same for every walker."""
    draw = random.Random(SEED)
    return [(draw.randrange(contacts), draw.choice(KEYS)) for _ in range(steps)]


def spent(walk: Callable[[], None]) -> float:
    """CPU seconds of a walk."""
    gc.collect()
    began = time.process_time()
    walk()
    return time.process_time() - began


def cordboard(contacts: int, walk: Presses, *, written: bool) -> float:
    """CPU seconds of our performer."""
    performer = Performer(Stage(flows={"menus": FLOW}))
    now = 1_000_000.0

    def take(input_: inp.FlowInput) -> None:
        for event in performer.decide(input_, now):
            performer.apply(event, now)
            if written:
                write_event(event)

    names = [f"cord-{n}" for n in range(contacts)]
    starts = [inp.StartFlow(contact_id=name, flow_id="menus", language="en") for name in names]
    for start in starts:
        take(start)
    kept = performer.performances

    def run() -> None:
        for n, key in walk:
            if names[n] not in kept:
                # a conversation has at most so many steps
                take(starts[n])
            take(inp.KeyPressed(contact_id=names[n], key=key))

    return spent(run)


def with_transitions(contacts: int, walk: Presses) -> float:
    """CPU seconds of `transitions`: one machine, one model a contact."""
    from transitions import Machine, State

    class Caller:
        prompts = ""

        def speak(self, node_id: str) -> None:
            self.prompts = node_id

    def entering(node_id: str) -> Callable[[object], None]:
        return lambda event: event.model.speak(node_id)  # type: ignore[attr-defined]

    states = [State(node_id, on_enter=[entering(node_id)]) for node_id in NEXT]
    ways = [[f"key_{key}", before, after] for before, choices in NEXT.items() for key, after in choices.items()]
    models = [Caller() for _ in range(contacts)]
    Machine(models, states=states, transitions=ways, initial="m0", auto_transitions=False, send_event=True)
    triggers = [{key: getattr(model, f"key_{key}") for key in KEYS} for model in models]

    def run() -> None:
        for n, key in walk:
            triggers[n][key]()

    return spent(run)


def with_statemachine(contacts: int, walk: Presses) -> float:
    """CPU seconds of `python-statemachine`: one machine a contact."""
    from statemachine import State, StateMachine

    states = {node_id: State(node_id, initial=node_id == "m0") for node_id in NEXT}
    events: dict[str, object] = {}
    for key in KEYS:
        ways = [states[before].to(states[choices[key]]) for before, choices in NEXT.items()]
        event = ways[0]
        for way in ways[1:]:
            event = event | way
        events[f"key_{key}"] = event

    def on_enter_state(self: object, target: State) -> None:
        self.prompts = target.id  # type: ignore[attr-defined]

    machine = type("Menus", (StateMachine,), {**states, **events, "on_enter_state": on_enter_state})
    machines = [machine() for _ in range(contacts)]

    def run() -> None:
        for n, key in walk:
            machines[n].send(f"key_{key}")

    return spent(run)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer steps, for a look")
    quick = parser.parse_args().quick
    steps, rounds = (20_000, 1) if quick else (100_000, 3)
    walkers: dict[str, Callable[[int, Presses], float]] = {
        "cordboard": lambda contacts, walk: cordboard(contacts, walk, written=False),
        "cordboard, written": lambda contacts, walk: cordboard(contacts, walk, written=True),
    }
    if importlib.util.find_spec("transitions"):
        walkers["transitions"] = with_transitions
    if importlib.util.find_spec("statemachine"):
        walkers["python-statemachine"] = with_statemachine
    best: dict[str, dict[str, int]] = {name: {} for name in walkers}
    for contacts in (1, 100, 10_000):
        walk = presses(contacts, steps)
        for name, walker in walkers.items():
            # making ten thousand machines of a peer takes long; it is not counted
            best[name][str(contacts)] = round(steps / min(walker(contacts, walk) for _ in range(rounds)))
            ratio = best["cordboard"][str(contacts)] / best[name][str(contacts)]
            print(
                f"{contacts:6} contacts, {steps} steps, best of {rounds}: {name:20} "
                f"{best[name][str(contacts)]:9,} steps a CPU second; cordboard over it {ratio:.2f}",
                flush=True,
            )
    print(json.dumps({"menu_steps_per_cpu_s": best}))


if __name__ == "__main__":
    main()
