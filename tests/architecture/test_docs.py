"""The pages say what the program is, and lead where they say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest

from cordboard.asterisk.configs import CHANNEL_VARIABLES, SORCERY_CONF
from cordboard.asterisk.dialplan import extensions_conf
from cordboard.asterisk.examine import NEEDED
from cordboard.center import people
from cordboard.center.permissions import Permission, Role
from cordboard.floor.events import OfferEnd, Outcome, TurnedAway
from cordboard.floor.inputs import LegFailure, Phone
from cordboard.floor.states import AgentState, ContactState
from cordboard.reporting.measures import MEASURES
from cordboard.runtime.documents import read_document
from cordboard.web.rights import COOKIE
from tools import draw_states

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
WORDS: tuple[type[StrEnum], ...] = (
    *(ContactState, AgentState, Outcome, OfferEnd, TurnedAway, LegFailure, Phone, Role, Permission),
)

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The places of a page that a link may name."""
    said = FENCE.sub("", text(page))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in HEADING.findall(said)}


def broken_links(page: Path) -> list[str]:
    broken = []
    for link in LINK.findall(FENCE.sub("", text(page))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, place = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (place and target.suffix == ".md" and place not in anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, open_ = set[Path](), [ROOT / "README.md"]
    while open_:
        page = open_.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in LINK.findall(FENCE.sub("", text(page))):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists():
                open_.append(target)
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.__name__)
def test_the_glossary_has_every_state_outcome_reason_and_right(words: type[StrEnum]) -> None:
    said = text(DOCS / "glossary.md")
    assert [word.value for word in words if f"`{word.value}`" not in said] == []


def test_the_glossary_has_every_measure_and_every_pause_that_nobody_chooses() -> None:
    said = text(DOCS / "glossary.md")
    assert [word for word in (*MEASURES, *people.SYSTEM_PAUSES) if f"`{word}`" not in said] == []


def test_the_glossary_gives_the_formulas_that_the_program_computes_with() -> None:
    said = text(DOCS / "glossary.md")
    for name in ("service_level", "aht_s", "abandonment"):
        assert f"`{MEASURES[name].formula}`" in said, name


def test_the_drawings_of_states_are_fresh() -> None:
    assert text(draw_states.PAGE) == draw_states.page(), "run tools/draw_states.py"


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_told_with_its_reasons_on_one_page(page: Path) -> None:
    titles = HEADING.findall(text(page))
    assert titles[1:] == ["Context", "Decision", "Consequences", "Alternatives"]
    assert len(text(page).splitlines()) <= 80


def test_decisions_are_numbered_without_gaps() -> None:
    assert [page.name[:4] for page in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def test_a_decision_that_the_code_names_exists() -> None:
    numbers = {page.name[:4] for page in DECISIONS}
    for module in (ROOT / "src").rglob("*.py"):
        for number in re.findall(r"docs/decisions/(\d{4})", text(module)):
            assert number in numbers, f"{module} names decision {number}"


def test_the_page_on_the_architecture_names_every_folder_and_module_of_the_top() -> None:
    said = text(DOCS / "architecture.md")
    for place in sorted((ROOT / "src" / "cordboard").iterdir()):
        if not place.name.startswith("_") and (place.suffix == ".py" or (place / "__init__.py").exists()):
            assert re.search(rf"\b{place.stem}\b", said), place.name


def test_every_metric_is_explained() -> None:
    said = text(DOCS / "operations.md")
    for module in (ROOT / "src" / "cordboard").rglob("*.py"):
        for name in re.findall(r'"(cordboard_[a-z_]+)"', text(module)):
            assert name == COOKIE or f"`{name}`" in said, f"{module} counts {name}"


def test_the_guide_to_an_asterisk_of_ones_own_says_what_ours_is_told() -> None:
    said = text(DOCS / "guides" / "administrator.md")
    plan = extensions_conf(
        app="cordboard",
        languages=("en", "ru"),
        recordings=Path("/var/spool/asterisk/recording"),
        browsers_at="127.0.0.1:8088",
    )
    assert plan.removeprefix("[globals]").strip() in said
    assert SORCERY_CONF.strip() in said
    assert f"channelvars = {','.join(CHANNEL_VARIABLES)}" in said
    assert [name for name in NEEDED if not re.search(rf"\b{name}\b", said)] == []


def test_the_configuration_in_the_guide_is_accepted() -> None:
    examples = re.findall(r"```json\n(.*?)```", text(DOCS / "guides" / "administrator.md"), re.DOTALL)
    assert examples
    for example in examples:
        assert list(read_document(json.loads(example)).problems()) == []


def words_of(node: object, within: str = "") -> Iterator[tuple[str, str]]:
    """The sentences of a screen by their keys."""
    if isinstance(node, dict):
        for key, more in node.items():
            yield from words_of(more, f"{within}.{key}" if within else key)
    else:
        yield within, str(node)


@cache
def on_screen(language: str) -> dict[str, str]:
    return dict(words_of(json.loads(text(ROOT / "ui" / "src" / "i18n" / f"{language}.json"))))


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("agent.md", "en"),
        ("supervisor.md", "en"),
        ("administrator.md", "en"),
        ("ru/agent.md", "ru"),
        ("ru/supervisor.md", "ru"),
    ],
)
def test_a_guide_names_things_as_the_screen_does(page: str, language: str) -> None:
    said = FENCE.sub("", text(DOCS / "guides" / page))
    names = set(re.findall(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])", said)) - {"italics", "курсивом", "CSV"}
    assert names
    assert sorted(names - set(on_screen(language).values())) == []


@pytest.mark.parametrize("group", ["state", "contactState", "pause", "outcome", "measure", "role"])
def test_the_glossary_calls_things_in_russian_as_the_screen_does(group: str) -> None:
    rows = [line.lower() for line in text(DOCS / "glossary.md").splitlines() if line.startswith("| `")]
    for key, word in on_screen("ru").items():
        if key.startswith(f"{group}."):
            name = key.removeprefix(f"{group}.")
            mine = [row for row in rows if row.startswith(f"| `{name}`")]
            assert any(word.lower() in row.rsplit("|", 2)[1] for row in mine), f"{name} is called {word!r}"
