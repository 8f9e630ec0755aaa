"""Reads a tree of frozen dataclasses from one TOML file and the environment, and names what is wrong.

Nothing here knows which settings there are: `config.py` says that.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping, Set
from dataclasses import MISSING
from pathlib import Path
from typing import Any, Literal, TypeVar

from cordboard.errors import Malformed

T = TypeVar("T")

PREFIX = "CORDBOARD_"
FOR_TESTS = "CORDBOARD_TEST_"
"""Names that begin so belong to the tests and are passed over."""

NAME = re.compile(r"[a-z][a-z0-9_]*")
"""Names in a table that has no fields of its own: such that the environment can say them in capitals."""

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class BadSetting(Malformed):
    """A setting cannot be taken. The sentence names it and says what would be accepted."""

    def __init__(self, setting: str, accepted: str) -> None:
        self.setting = setting
        """Dotted name, such as `web.port`, or the name in the environment if no setting is called so."""
        super().__init__(f"the setting {setting} {accepted}")


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """One place for a value."""

    name: str
    """Dotted name, as in the file."""
    kind: Any
    """Type of the field."""
    field: dataclasses.Field[Any]

    @property
    def variable(self) -> str:
        """Name in the environment."""
        return PREFIX + self.name.replace(".", "_").upper()


def slots(form: type[Any], within: str = "") -> Iterator[Slot]:
    """Yield every setting of a dataclass, groups opened, in the order written."""
    kinds = typing.get_type_hints(form)
    for each in dataclasses.fields(form):
        kind, name = kinds[each.name], within + each.name
        if dataclasses.is_dataclass(kind):
            assert isinstance(kind, type)
            yield from slots(kind, name + ".")
        else:
            yield Slot(name, kind, each)


def read(form: type[T], *, file: Path | None, environ: Mapping[str, str], given: Mapping[str, Any]) -> T:
    """Return `form` filled: `given` under the file, the file under the environment.

    Raises:
        BadSetting: an unknown name, or a value of the wrong kind.
    """
    places = {slot.name: slot for slot in slots(form)}
    values = dict(given)
    if file is not None:
        tables = {name for name, slot in places.items() if _is_table(slot)}
        for name, raw in _flat(_parsed(file), tables):
            if name not in places:
                raise BadSetting(f"{name} in {file}", f"is not known{_like(name, list(places))}")
            values[name] = _from_file(places[name], raw, file)
    variables = {slot.variable: slot for slot in places.values()}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX) or variable.startswith(FOR_TESTS):
            continue
        if variable not in variables:
            slot, key = _in_a_table(variable, places)
            if slot is None:
                raise BadSetting(variable, f"is not known{_like(variable, list(variables))}")
            if text != "":
                values[slot.name] = {**values.get(slot.name, {}), key: text}
        elif text != "":
            values[variables[variable].name] = _from_text(variables[variable], text)
    return _filled(form, values)


def accepts(slot: Slot) -> str:
    """Return what a setting takes, in a few words."""
    kind, _ = _bare(slot.kind)
    if _is_table(slot):
        return f"a table of texts by name (in the environment: `{slot.variable}_NAME` for each)"
    if typing.get_origin(kind) is Literal:
        return "one of " + ", ".join(map(str, typing.get_args(kind)))
    if kind is bool:
        return "true or false"
    if kind in (int, float):
        least, most = slot.field.metadata.get("least"), slot.field.metadata.get("most")
        number = "a whole number" if kind is int else "a number"
        return number if least is None else f"{number} from {least} to {most}"
    if kind is Path:
        return "a path"
    if typing.get_origin(kind) is tuple:
        return "a list of texts (in the environment: separated by commas)"
    return "a text"


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSetting("CORDBOARD_CONFIG", f"names a file that can be read; {file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"file {file}", f"cannot be read as TOML: {error}") from error


def _is_table(slot: Slot) -> bool:
    """Whether its names are the user's own, and not fields."""
    return typing.get_origin(_bare(slot.kind)[0]) is Mapping


def _in_a_table(variable: str, places: Mapping[str, Slot]) -> tuple[Slot | None, str]:
    """Return the table in which a variable of the environment gives one value, and that value's name there."""
    for slot in places.values():
        key = variable.removeprefix(slot.variable + "_").lower()
        if _is_table(slot) and variable.startswith(slot.variable + "_") and NAME.fullmatch(key):
            return slot, key
    return None, ""


def _flat(table: Mapping[str, Any], whole: Set[str], within: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and within + key not in whole:
            yield from _flat(value, whole, f"{within}{key}.")
        else:
            yield within + key, value


def _like(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {near[0]}?" if near else "; docs/reference/settings.md lists all"


def _bare(kind: Any) -> tuple[Any, bool]:
    """Return the type without `| None`, and whether it had it."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        inner = [each for each in typing.get_args(kind) if each is not type(None)]
        assert len(inner) == 1, "a setting has one type, or one type and None"
        return inner[0], True
    return kind, False


def _from_file(slot: Slot, raw: Any, file: Path) -> Any:
    kind, _ = _bare(slot.kind)
    if _is_table(slot):
        if isinstance(raw, dict) and all(NAME.fullmatch(key) and isinstance(raw[key], str) for key in raw):
            return dict(raw)
    elif typing.get_origin(kind) is tuple:
        if isinstance(raw, list) and all(isinstance(each, str) for each in raw):
            return tuple(raw)
    elif kind is Path:
        if isinstance(raw, str) and raw:
            return file.absolute().parent / Path(raw).expanduser()
    elif kind is bool or isinstance(raw, bool):
        if kind is bool and isinstance(raw, bool):
            return raw
    elif kind in (int, float):
        if isinstance(raw, int) or (kind is float and isinstance(raw, float)):
            return _bounded(slot, kind(raw))
    elif isinstance(raw, str):
        return _from_text(slot, raw)
    raise BadSetting(slot.name, f"takes {accepts(slot)}{_but_not(slot, raw)}")


def _but_not(slot: Slot, raw: Any) -> str:
    """Return the value that was given, unless it may be a secret: those are fields that show nothing of themselves."""
    return f", not {raw!r}" if slot.field.repr else ""


def _from_text(slot: Slot, text: str) -> Any:
    kind, _ = _bare(slot.kind)
    if _is_table(slot):
        pass
    elif typing.get_origin(kind) is Literal:
        if text in typing.get_args(kind):
            return text
    elif typing.get_origin(kind) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    elif kind is Path:
        return Path(text).expanduser().absolute()
    elif kind is bool:
        if text.lower() in YES | NO:
            return text.lower() in YES
    elif kind in (int, float):
        try:
            return _bounded(slot, kind(text))
        except ValueError:
            pass
    else:
        return text
    raise BadSetting(slot.name, f"takes {accepts(slot)}{_but_not(slot, text)}")


def _bounded(slot: Slot, number: float) -> float:
    least, most = slot.field.metadata.get("least"), slot.field.metadata.get("most")
    if least is not None and most is not None and not least <= number <= most:
        raise BadSetting(slot.name, f"takes {accepts(slot)}, not {number}")
    return number


def _filled(form: type[T], values: Mapping[str, Any], within: str = "") -> T:
    kinds = typing.get_type_hints(form)
    given: dict[str, Any] = {}
    for each in dataclasses.fields(form):  # type: ignore[arg-type]
        kind, name = kinds[each.name], within + each.name
        if dataclasses.is_dataclass(kind):
            assert isinstance(kind, type)
            given[each.name] = _filled(kind, values, name + ".")
        elif name in values:
            given[each.name] = values[name]
        else:
            assert each.default is not MISSING or each.default_factory is not MISSING, f"{name} has no value"
    return form(**given)
