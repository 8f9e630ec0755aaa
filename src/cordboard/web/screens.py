"""The built screens: files with a hash in their name are kept by browsers for good, pages never."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from cordboard.errors import Unknown
from cordboard.web.rights import PUBLIC

STATIC = Path(__file__).parent / "static"
PACKED = frozenset({".js", ".css", ".html", ".svg", ".json", ".map"})
"""Worth packing for the way."""
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
NOT_BUILT = b"""<!doctype html><meta charset="utf-8"><title>Cordboard</title>
<h1>The screens are not built</h1>
<p>The centre runs, but its screens were left out of this installation. Build them with <code>./run</code>, or
install the package without <code>CORDBOARD_SKIP_UI</code>. The API is described at
<a href="/openapi.json">/openapi.json</a>.</p>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One file, ready to send."""

    body: bytes
    packed: bytes | None
    kind: str
    tag: str


class Screens:
    """Reads each file once, when it is first asked for."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder
        self._pages: dict[str, Page] = {}

    async def page(self, path: str) -> Page | None:
        """The file at this path below the folder; None if there is none."""
        if path not in self._pages:
            page = await asyncio.to_thread(self._read, path)
            if page is None:
                return None
            self._pages[path] = page
        return self._pages[path]

    def _read(self, path: str) -> Page | None:
        parts = PurePosixPath(path).parts
        if not parts or any(part in ("..", "/") or part.startswith(".") or "\0" in part for part in parts):
            return None
        file = self._folder.joinpath(*parts)
        if not file.is_file():
            return None
        body = file.read_bytes()
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind == "application/javascript":
            kind += "; charset=utf-8"
        packed = gzip.compress(body, 6) if file.suffix in PACKED and len(body) > 1000 else None
        return Page(body, packed, kind, hashlib.sha256(body).hexdigest()[:32])


def screen_routes(screens: Screens) -> list[HTTPRouteHandler]:
    """Every path that is no part of the API."""

    async def send(request: Request[Any, Any, Any], path: str, fallback: str) -> Response[bytes]:
        page = await screens.page(path) if path else None
        for_good = page is not None and path.startswith("assets/")
        if page is None:
            last = path.rpartition("/")[2]
            if path != fallback and ("." in last or path.startswith(("api/", "assets/", "sip/"))):
                raise Unknown("page", "/" + path)
            page = await screens.page(fallback)
        if page is None:
            return Response(NOT_BUILT, media_type="text/html", status_code=503)
        headers = {"cache-control": FOR_GOOD if for_good else ASK_AGAIN, "etag": f'"{page.tag}"'}
        if page.packed is not None:
            headers["vary"] = "accept-encoding"
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(b"", status_code=304, headers=headers)
        if page.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            headers["content-encoding"] = "gzip"
            return Response(page.packed, media_type=page.kind, headers=headers)
        return Response(page.body, media_type=page.kind, headers=headers)

    @get("/call", opt={"permission": PUBLIC}, include_in_schema=False)
    async def customers_page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return await send(request, "call.html", "call.html")

    @get("/", opt={"permission": PUBLIC}, include_in_schema=False)
    async def first_screen(request: Request[Any, Any, Any]) -> Response[bytes]:
        return await send(request, "index.html", "index.html")

    @get("/{path:path}", opt={"permission": PUBLIC}, include_in_schema=False)
    async def any_screen(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
        return await send(request, path.lstrip("/"), "index.html")

    return [customers_page, first_screen, any_screen]
