"""The description of the API, exact enough to generate clients and attacks from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from cordboard.web import api
from cordboard.web.kinds import Asked
from cordboard.web.rights import COOKIE

TITLE = "Cordboard"
VERSION = "1"
"""Of the API, not of the program."""


def describe(routes: Sequence[Any]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of these routes."""
    config = OpenAPIConfig(
        title=TITLE,
        version=VERSION,
        description="What the screens of a Cordboard centre ask it. Instants are seconds since the Unix epoch (UTC). "
        "Methods that change something need the header `X-CSRF-Token` with the `csrf` of the session.",
        components=Components(
            security_schemes={"session": SecurityScheme(type="apiKey", name=COOKIE, security_scheme_in="cookie")}
        ),
        operation_id_creator=lambda handler, _method, _path: _name_of(handler.fn),
        use_handler_docstrings=True,
    )
    # Described by an application of its own, so that the real one has no routes without a right.
    nothing = {name: Provide(lambda: None, sync_to_thread=False) for name in ("parts", "asker")}
    app = Litestar(route_handlers=list(routes), openapi_config=config, dependencies=nothing)
    document: dict[str, Any] = app.openapi_schema.to_schema()
    asked = {cls.__name__ for cls in _all_subclasses(Asked)}
    for name, schema in document["components"]["schemas"].items():
        if schema.get("type") != "object":
            continue
        if name in asked:
            schema["additionalProperties"] = False
        elif "properties" in schema:
            # An answer always has all of its fields.
            schema["required"] = sorted(schema["properties"])
            for field in schema["properties"].values():
                field.pop("default", None)
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in ("post", "put", "patch", "delete") and operation.get("security"):
                operation.setdefault("parameters", []).append(CSRF_PARAMETER)
    return document


CSRF_PARAMETER: Mapping[str, Any] = {
    "name": "X-CSRF-Token",
    "in": "header",
    "required": True,
    "description": "The `csrf` of the session.",
    "schema": {"type": "string"},
}


@cache
def document() -> bytes:
    """The description of this version's API, as JSON text that stays the same while the API does."""
    return (json.dumps(describe(api.ROUTES), indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _name_of(route: Callable[..., Any]) -> str:
    """Such as `desk_ready`: routes of two modules may be called the same."""
    return f"{route.__module__.rpartition('.')[2]}_{route.__name__}"


def _all_subclasses(cls: type) -> set[type]:
    below: list[type] = type.__subclasses__(cls)
    return {cls}.union(*(_all_subclasses(each) for each in below))
