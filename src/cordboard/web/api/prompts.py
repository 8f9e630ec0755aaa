"""Recorded prompts: those that are shipped, and those that the company uploads."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, PathParameter
from msgspec import Meta

from cordboard.center.permissions import Permission
from cordboard.errors import Malformed, Refused
from cordboard.web.api.noting import note, wav
from cordboard.web.kinds import Asked, Name
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import AskerGiven, asks

PROMPT_ID = r"^[a-z0-9][a-z0-9._-]{0,58}$"
SHIPPED = "cord/"
"""Begins the ids of prompts that come with the centre."""
UPLOAD_MAX = 10_000_000
"""Bytes of one sound."""
AUDIO = ResponseSpec(bytes, description="The sound", media_type="audio/wav", generate_examples=False)
PromptId = Annotated[str, PathParameter(pattern=PROMPT_ID, max_length=59)]
SpokenLanguage = Annotated[str, PathParameter(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$", max_length=12)]


class NewPrompt(Asked, frozen=True):
    """A prompt without a sound yet."""

    prompt_id: Annotated[str, Meta(pattern=PROMPT_ID, max_length=59)]
    name: Name


class PromptSoundShown(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt in one language."""

    seconds: float
    uploaded_at: float | None
    """None of one that is shipped."""
    uploaded_by: str | None


class PromptShown(msgspec.Struct, frozen=True, kw_only=True):
    """One prompt, in all its languages."""

    prompt_id: str
    name: str
    sounds: dict[str, PromptSoundShown]
    """By language."""
    used_by: list[str]
    """Flows that name it, published or worked at."""
    shipped: bool


@get("/api/prompts", **asks(Permission.CONFIGURE))
async def prompts(parts: PartsGiven) -> list[PromptShown]:
    """All prompts, those that are shipped last."""
    users = await parts.workshop.shelf.users_of("prompts")
    own = [
        PromptShown(
            prompt_id=line.prompt_id,
            name=line.name,
            sounds={
                language: PromptSoundShown(
                    seconds=sound.seconds, uploaded_at=sound.uploaded_at, uploaded_by=sound.uploaded_by
                )
                for language, sound in line.sounds.items()
            },
            used_by=users.get(line.prompt_id, []),
            shipped=False,
        )
        for line in await parts.prompts.prompts()
    ]
    shipped = [
        PromptShown(
            prompt_id=SHIPPED + name,
            name=name,
            sounds={
                language: PromptSoundShown(seconds=seconds, uploaded_at=None, uploaded_by=None)
                for language, seconds in sorted(sounds.items())
            },
            used_by=users.get(SHIPPED + name, []),
            shipped=True,
        )
        for name, sounds in sorted(parts.shipped_prompts.items())
    ]
    return [*own, *shipped]


@post("/api/prompts", **asks(Permission.CONFIGURE, 409, status_code=204))
async def add_prompt(
    request: Request[Any, Any, Any], data: JSONBody[NewPrompt], asker: AskerGiven, parts: PartsGiven
) -> None:
    """Begin a prompt."""
    await parts.prompts.add(data.prompt_id, data.name.strip(), login=asker.login, at=parts.clock())
    await note(request, parts, asker, "prompt-added", data.prompt_id)


@put(
    "/api/prompts/{prompt_id:str}/{language:str}",
    **asks(Permission.CONFIGURE, 404, 409, 413, status_code=204, request_max_body_size=UPLOAD_MAX),
)
async def upload_prompt(
    request: Request[Any, Any, Any], prompt_id: PromptId, language: SpokenLanguage, asker: AskerGiven, parts: PartsGiven
) -> None:
    """Let the body, a WAV, MP3, OGG or FLAC file, be this prompt in this language."""
    await parts.prompts.demand(prompt_id)
    upload = await request.body()
    if not upload:
        raise Malformed("the body is the sound: a WAV, MP3, OGG or FLAC file")
    kept = await parts.prompt_sounds.put(prompt_id, language, upload)
    await parts.prompts.note_sound(
        prompt_id, language, seconds=round(kept.seconds, 2), login=asker.login, at=parts.clock()
    )
    await note(request, parts, asker, "prompt-uploaded", f"{prompt_id}/{language}")


@get("/api/prompts/{prompt_id:str}/{language:str}", **asks(Permission.CONFIGURE, 404, media_type="audio/wav"))
async def prompt_sound(prompt_id: PromptId, language: SpokenLanguage, parts: PartsGiven) -> Response[bytes]:
    """The sound of an uploaded prompt."""
    return wav(await parts.prompt_sounds.sound(prompt_id, language))


@get("/api/prompts/cord/{prompt_id:str}/{language:str}", **asks(Permission.CONFIGURE, 404, 409, media_type="audio/wav"))
async def shipped_sound(prompt_id: PromptId, language: SpokenLanguage, parts: PartsGiven) -> Response[bytes]:
    """The sound of a prompt that is shipped."""
    return wav(await parts.speaker.wav([SHIPPED + prompt_id], language))


@delete("/api/prompts/{prompt_id:str}", **asks(Permission.CONFIGURE, 404, 409, status_code=204))
async def remove_prompt(
    request: Request[Any, Any, Any], prompt_id: PromptId, asker: AskerGiven, parts: PartsGiven
) -> None:
    """Take a prompt away, in every language. One that a flow names stays."""
    await parts.prompts.demand(prompt_id)
    users = (await parts.workshop.shelf.users_of("prompts")).get(prompt_id, [])
    if users:
        raise Refused("prompt-used", f"prompt {prompt_id!r} is said by {', '.join(users[:5])}; change them first")
    await parts.prompts.delete(prompt_id)
    for language in parts.prompt_sounds.languages(prompt_id):
        await parts.prompt_sounds.delete(prompt_id, language)
    await note(request, parts, asker, "prompt-removed", prompt_id)


ROUTES = [prompts, add_prompt, upload_prompt, prompt_sound, shipped_sound, remove_prompt]
