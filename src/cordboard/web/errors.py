"""Errors as answers: one table from class to status, and nothing about our insides to the asker."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from cordboard.errors import CordboardError, Forbidden, Malformed, Misunderstood, Refused, Unknown, Unreachable

log = structlog.get_logger()


class SignedOut(Refused):
    """There is no session, or it is over. Sign in."""

    def __init__(self) -> None:
        super().__init__("signed-out", "sign in first")


class WrongCredentials(Refused):
    """Login and password do not go together."""

    def __init__(self) -> None:
        super().__init__("wrong-credentials", "login and password do not go together")


class TooManyTries(Refused):
    """Too much was tried too fast. Wait `after_s` seconds."""

    def __init__(self, after_s: float) -> None:
        self.after_s = after_s
        super().__init__("too-many-tries", f"too many tries; wait {after_s:.0f} seconds")


class BadRange(Refused):
    """The bytes asked for are not there."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__("bad-range", f"there are {size} bytes")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request was refused."""

    code: str
    """Stable name of the reason, for programs."""
    says: str
    """One sentence for a person."""
    problems: list[str] = []
    """All that is wrong, when there may be several things."""


STATUS: Mapping[type[CordboardError], int] = MappingProxyType(
    {
        Refused: 409,
        Unknown: 404,
        Forbidden: 403,
        Malformed: 400,
        SignedOut: 401,
        WrongCredentials: 401,
        TooManyTries: 429,
        BadRange: 416,
        Unreachable: 503,
        Misunderstood: 502,
    }
)
"""The status of an error: that of its nearest class here. Anything else is a fault of ours: 500."""

CODES: Mapping[int, str] = MappingProxyType(
    {400: "malformed", 404: "unknown-path", 405: "unknown-method", 413: "too-large", 415: "malformed"}
)
"""Code of an error that the web framework raises."""


def status_of(error: CordboardError) -> int:
    """The HTTP status of this error."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def answer(status: int, problem: Problem, headers: Mapping[str, str] | None = None) -> Response[Problem]:
    """A problem as a response."""
    return Response(problem, status_code=status, headers=dict(headers or {}), media_type="application/json")


def refused(_: Request[Any, Any, Any], error: CordboardError) -> Response[Problem]:
    """Answer an error of ours that the asker or the outside is to blame for."""
    if isinstance(error, Refused):
        headers = {}
        if isinstance(error, TooManyTries):
            headers["Retry-After"] = str(max(1, round(error.after_s)))
        if isinstance(error, BadRange):
            headers["Content-Range"] = f"bytes */{error.size}"
        problems: list[str] = getattr(error, "problems", [])
        return answer(status_of(error), Problem(code=error.code, says=error.says, problems=problems), headers)
    if isinstance(error, Unreachable):
        problem = Problem(code="unreachable", says=f"the {error.thing} does not answer; try again soon")
        return answer(503, problem, {"Retry-After": str(max(1, round(error.after_s)))})
    return fault(_, error)


def unreadable(_: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Answer what the framework could not route or read."""
    status = 400 if error.status_code == 415 else error.status_code
    if status >= 500:
        return fault(_, error)
    says = HTTPStatus(status).phrase.lower()
    problems = []
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        problems = [_place(each) for each in error.extra if isinstance(each, dict)]
        says = "; ".join(problems) or says
    elif status == 400:
        says = "the body cannot be read as JSON of the form asked for"
    return answer(status, Problem(code=CODES.get(status, "refused"), says=says[:1000], problems=problems[:50]))


def too_deep(_: Request[Any, Any, Any], error: RecursionError) -> Response[Problem]:
    """Answer a body of so many brackets that it cannot be read."""
    log.warning("a body was nested too deeply")
    return answer(400, Problem(code="malformed", says="the body is nested too deeply"))


def fault(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer a fault of ours: the asker gets a number to name, the log gets the rest."""
    number = secrets.token_hex(4)
    route = request.scope.get("path_template", "")
    log.error("a request met a fault of ours", fault=number, route=route, exc_info=error)
    return answer(
        500, Problem(code="fault", says=f"the centre met a fault of its own; its number in the log is {number}")
    )


def _place(problem: Mapping[str, Any]) -> str:
    key, message = str(problem.get("key", "")), str(problem.get("message", ""))
    return f"{key}: {message}" if key else message
