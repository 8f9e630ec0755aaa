"""The expressions of flows: a small, safe part of Python's, over the data of one conversation.

They only read: no loops, no powers, no attributes of objects, nothing that can take long. A name that lacks is None,
and None is neither more nor less than anything.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from cordboard.errors import Malformed
from cordboard.flows.faults import in_english

LENGTH_MAX = 500
"""Characters of one expression."""
DEPTH_MAX = 60
"""Its parts within one another: far below what the stack of any caller allows."""
TEXT_MAX = 10_000
"""Characters of a text that an expression makes."""
DIGITS_MAX = 30
"""Digits before and after the point of a number that a text says: 1e999999 would fill the memory once written out."""

Scope = Mapping[str, Any]
ROOTS = frozenset({"answers", "contact", "customer", "queues", "secrets", "switches", "time"})
"""First names of all data."""


class BadExpression(Malformed):
    """An expression that cannot be read or worked out."""

    def __init__(self, source: str, fault: str, **names: str) -> None:
        self.fault, self.names = f"expression-{fault}", {"source": source[:80], **names}
        super().__init__(in_english(self.fault, self.names))


@lru_cache(maxsize=20_000)
def parse(source: str) -> ast.expr:
    """Return the tree of an expression.

    Raises:
        BadExpression: it is none, or has something that is not allowed.
    """
    if len(source) > LENGTH_MAX:
        raise BadExpression(source, "long", most=str(LENGTH_MAX))
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadExpression(source, "unreadable", why=str(getattr(error, "msg", error))) from error
    if _depth(tree) > DEPTH_MAX:
        raise BadExpression(source, "deep", most=str(DEPTH_MAX))
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise BadExpression(source, "part", part=type(node).__name__)
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
                raise BadExpression(source, "function", functions=", ".join(sorted(FUNCTIONS)))
            if not _FEWEST.get(node.func.id, 1) <= len(node.args) <= _MOST.get(node.func.id, 1):
                raise BadExpression(source, "count", function=node.func.id)
        if isinstance(node, ast.Name) and node.id not in ROOTS | FUNCTIONS.keys() | _CONSTANTS.keys():
            raise BadExpression(source, "name", name=node.id, roots=", ".join(sorted(ROOTS)))
        if isinstance(node, ast.Constant) and not isinstance(node.value, str | int | float | None):
            raise BadExpression(source, "value")
    return tree


def _depth(tree: ast.AST) -> int:
    depth, level = 0, [tree]
    while level and depth <= DEPTH_MAX:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def names(source: str) -> Iterator[tuple[str, str]]:
    """Yield all data an expression reads, as root and first name below it, such as `("answers", "order")`.

    The name below is empty where a root is read whole, or by a name that is itself worked out.
    """
    tree = parse(source)
    below = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            below.add(node.value)
            yield node.value.id, node.attr
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            below.add(node.value)
            key = node.slice
            yield node.value.id, str(key.value) if isinstance(key, ast.Constant) else ""
        elif isinstance(node, ast.Name) and node.id in ROOTS and node not in below:
            yield node.id, ""


def evaluate(source: str, scope: Scope) -> Any:
    """Return the value of an expression.

    Raises:
        BadExpression: it cannot be worked out, as when a text is taken for a number.
    """
    try:
        return _value(parse(source), scope)
    except BadExpression:
        raise
    except (TypeError, ValueError, ArithmeticError, KeyError, IndexError) as error:
        raise BadExpression(source, "result", why=str(error)) from error


def _value(node: ast.expr, scope: Scope) -> Any:
    match node:
        case ast.Constant(value=value):
            return Decimal(str(value)) if isinstance(value, float) else value
        case ast.Name(id=name):
            return _CONSTANTS[name] if name in _CONSTANTS else scope.get(name)
        case ast.Attribute(value=inner, attr=name):
            return _member(_value(inner, scope), name)
        case ast.Subscript(value=inner, slice=key):
            return _member(_value(inner, scope), _value(key, scope))
        case ast.BoolOp(op=op, values=values):
            return _either(values, scope, stop_at=isinstance(op, ast.Or))
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not _value(inner, scope)
        case ast.UnaryOp(operand=inner):
            return _whole(-number_of(_value(inner, scope)))
        case ast.BinOp(left=left, op=op, right=right):
            return _sum(op, _value(left, scope), _value(right, scope))
        case ast.IfExp(test=test, body=body, orelse=otherwise):
            return _value(body if _value(test, scope) else otherwise, scope)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _compare(_value(left, scope), ops, [_value(other, scope) for other in others])
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [_value(part, scope) for part in parts]
        case ast.Call(func=ast.Name(id=name), args=args):
            return FUNCTIONS[name](scope, *(_value(arg, scope) for arg in args))
    raise TypeError(type(node).__name__)


def _member(thing: Any, key: Any) -> Any:
    if isinstance(thing, Mapping):
        return thing.get(key)
    if isinstance(thing, list | tuple) and isinstance(key, int):
        return thing[key] if -len(thing) <= key < len(thing) else None
    return None


def _either(values: list[ast.expr], scope: Scope, *, stop_at: bool) -> Any:
    result: Any = None
    for value in values:
        result = _value(value, scope)
        if bool(result) is stop_at:
            break
    return result


def _compare(left: Any, ops: list[ast.cmpop], others: list[Any]) -> bool:
    for op, right in zip(ops, others, strict=True):
        if not _holds(op, left, right):
            return False
        left = right
    return True


def _holds(op: ast.cmpop, left: Any, right: Any) -> bool:
    if isinstance(op, ast.In | ast.NotIn):
        found = right is not None and (str(left) in right if isinstance(right, str) else left in right)
        return found is isinstance(op, ast.In)
    left, right = _alike(left, right)
    if isinstance(op, ast.Eq | ast.Is):
        return bool(left == right)
    if isinstance(op, ast.NotEq | ast.IsNot):
        return bool(left != right)
    return left is not None and right is not None and bool(_ORDER[type(op)](left, right))


def _alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Compare a number with a text of digits as two numbers: keys and tables give texts."""
    if isinstance(left, int | float | Decimal) and isinstance(right, str):
        return left, _number_or(right)
    if isinstance(right, int | float | Decimal) and isinstance(left, str):
        return _number_or(left), right
    return (Decimal(str(left)) if isinstance(left, float) else left), (
        Decimal(str(right)) if isinstance(right, float) else right
    )


def _sum(op: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(op, ast.Add) and (isinstance(left, str) or isinstance(right, str)):
        both = in_words(left) + in_words(right)
        if len(both) > TEXT_MAX:
            raise ValueError("the text is too long")
        return both
    return _whole(_SUMS[type(op)](number_of(left), number_of(right)))


def number_of(value: Any) -> Decimal:
    """Return what a number or a text of digits says.

    Raises:
        TypeError: it is none.
        ValueError: it is a text of something else, or beyond all measure.
    """
    if isinstance(value, bool) or value is None:
        raise TypeError("a number is wanted")
    try:
        number = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation as error:
        raise ValueError("a number is wanted") from error
    if not number.is_finite() or abs(number.adjusted()) > DIGITS_MAX:
        raise ValueError("a number is wanted")
    return number


def _number_or(text: str) -> Any:
    try:
        return number_of(text)
    except ValueError:
        return text


def _whole(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else number


def in_words(value: Any) -> str:
    """Return a value as text; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(str(value))
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _days_until(scope: Scope, day: Any) -> int | None:
    today = scope.get("time")
    if day is None or not isinstance(today, Mapping):
        return None
    return (date.fromisoformat(str(day)[:10]) - date.fromisoformat(today["date"])).days


def _digits(scope: Scope, text: Any) -> str:
    return "".join(sign for sign in in_words(text) if sign.isascii() and sign.isdecimal())


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": lambda scope, thing: 0 if thing is None else len(thing),
    "lower": lambda scope, text: in_words(text).lower(),
    "upper": lambda scope, text: in_words(text).upper(),
    "number": lambda scope, text: None if text in (None, "") else _whole(number_of(text)),
    "text": lambda scope, value: in_words(value),
    "round": lambda scope, value, places=0: _whole(round(number_of(value), max(0, min(int(places), 9)))),
    "min": lambda scope, *values: min(values, key=number_of),
    "max": lambda scope, *values: max(values, key=number_of),
    "starts_with": lambda scope, text, start: in_words(text).startswith(in_words(start)),
    "digits": _digits,
    "last": lambda scope, n, text: in_words(text)[-max(0, int(n)) or len(in_words(text)) :],
    "days_until": _days_until,
}
"""What expressions can call; the first argument is their data."""
_FEWEST = {"starts_with": 2, "last": 2, "min": 2, "max": 2}
_MOST = {"starts_with": 2, "last": 2, "round": 2, "min": 9, "max": 9}

_CONSTANTS: Mapping[str, Any] = {"true": True, "false": False, "none": None}
_ORDER: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_SUMS: Mapping[type, Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
}
_ALLOWED = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.BoolOp,
    ast.UnaryOp,
    ast.BinOp,
    ast.IfExp,
    ast.Compare,
    ast.List,
    ast.Tuple,
    ast.Call,
    ast.Load,
    ast.And,
    ast.Or,
    ast.Not,
    ast.USub,
    ast.In,
    ast.NotIn,
    ast.Is,
    ast.IsNot,
    ast.Eq,
    ast.NotEq,
    *_ORDER,
    *_SUMS,
)
