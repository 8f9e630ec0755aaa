"""The shape that was agreed on, as far as a program can see it. import-linter sees who imports whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import list_licences, write_settings

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "cordboard"
CORE = ("center", "floor", "flows", "dialing", "quality", "workforce", "reporting")
WITHOUT_THIRD_PARTIES = ("center", "floor", "flows", "dialing")
LINES_MAX = 400

SAYS_NOTHING = {
    "common",
    "util",
    "utils",
    "helper",
    "helpers",
    "base",
    "manager",
    "managers",
    "service",
    "services",
} | {
    "handler",
    "handlers",
    "processor",
    "processors",
    "misc",
    "data",
    "info",
}
"""Names under which anything could be."""

READS_THE_CLOCK = {"now", "utcnow", "today", "perf_counter", "monotonic"}

HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|proxy\.golang\.org")
SOMEBODYS_HOME = re.compile(r"/(?:home|Users)/[a-z][\w-]*/|/root/|/work/")


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders or ("",):
        yield from sorted((SOURCE / folder).rglob("*.py"))


def tracked() -> Iterator[tuple[str, str]]:
    """Yield the name and text of every file in the repository that is text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and not path.is_symlink():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


@pytest.mark.parametrize("folder", CORE)
def test_the_core_never_waits(folder: str) -> None:
    waiting = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    for module in modules(folder):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            assert not isinstance(node, waiting), f"{module}:{getattr(node, 'lineno', 0)} waits"


@pytest.mark.parametrize("folder", CORE)
def test_time_is_an_argument_of_the_core(folder: str) -> None:
    for module in modules(folder):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in READS_THE_CLOCK, f"{module}:{node.lineno} reads the clock"


@pytest.mark.parametrize("folder", WITHOUT_THIRD_PARTIES)
def test_what_decides_stands_on_the_standard_library_alone(folder: str) -> None:
    for module in modules(folder):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in names:
                top = name.partition(".")[0]
                assert top == "cordboard" or top in sys.stdlib_module_names, f"{module} imports {name}"


def test_a_module_is_named_for_what_is_in_it() -> None:
    for module in modules():
        assert not {part.removesuffix(".py") for part in module.relative_to(SOURCE).parts} & SAYS_NOTHING, module


def test_a_class_is_named_for_what_it_is() -> None:
    vague = re.compile(r"(Manager|Service|Handler|Processor|Helper|Util|Utils|Base|Common|Data|Info)$")
    for module in modules():
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                assert not vague.search(node.name), f"{module}: {node.name}"


def test_a_module_is_short_enough_to_read_at_a_sitting() -> None:
    for module in modules():
        lines = len(module.read_text(encoding="utf-8").splitlines())
        assert lines <= LINES_MAX, f"{module} has {lines} lines"


def test_every_module_says_why_it_exists() -> None:
    for module in modules():
        text = module.read_text(encoding="utf-8")
        assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{module} has no first sentence"


def test_every_setting_is_documented() -> None:
    assert write_settings.undocumented() == []


def test_the_page_of_settings_is_fresh() -> None:
    assert write_settings.PAGE.read_text(encoding="utf-8") == write_settings.page(), "run tools/write_settings.py"


def test_the_page_of_licences_names_every_package_of_the_locks() -> None:
    page = list_licences.PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"^\| ([^ |]+) \|", page, re.MULTILINE))
    assert list_licences.locked() <= named, "run tools/list_licences.py"


def test_nothing_names_a_package_registry() -> None:
    for name, text in tracked():
        if name != str(Path(__file__).relative_to(ROOT)):
            found = HOSTS.search(text)
            assert found is None, f"{name} names {found and found[0]}"


def test_nothing_names_a_place_of_one_machine() -> None:
    for name, text in tracked():
        if name != str(Path(__file__).relative_to(ROOT)):
            found = SOMEBODYS_HOME.search(text)
            assert found is None, f"{name} names {found and found[0]}"
