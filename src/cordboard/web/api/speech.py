"""What a flow would say, to be listened to before anybody calls."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody
from msgspec import Meta

from cordboard.center.permissions import Permission
from cordboard.errors import Malformed
from cordboard.flows import parts as spoken
from cordboard.flows.expressions import evaluate, in_words
from cordboard.flows.nodes import Say
from cordboard.flows.performance import Performance
from cordboard.flows.stage import ConversationScope, Stage
from cordboard.flows.talking import fill
from cordboard.runtime.flow_documents import read_flow
from cordboard.web.api.noting import wav
from cordboard.web.kinds import Asked, Language
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import asks

PARTS_MAX = 50
SAMPLES: dict[type, str] = {
    spoken.Number: "2",
    spoken.Ordinal: "2",
    spoken.Money: "'1234.50'",
    spoken.Date: "time.date",
    spoken.Time: "'14:30'",
    spoken.Duration: "300",
    spoken.Digits: "'1234'",
    spoken.Phone: "'+442079460000'",
}
"""What is said for a value that only a conversation has."""


class ListenBody(Asked, frozen=True):
    """What shall be said."""

    prompts: Annotated[list[Any], Meta(min_length=1, max_length=PARTS_MAX)]
    """Parts, as in a flow."""
    language: Language
    answers: dict[str, Any] = msgspec.field(default_factory=dict)
    """Data of the conversation; what lacks is said as a sample."""


class VoiceShown(msgspec.Struct, frozen=True, kw_only=True):
    """One voice."""

    name: str
    language: str
    gender: str
    licence: str


@post("/api/speech/listen", **asks(Permission.CONFIGURE, 404, 409, status_code=200, media_type="audio/wav"))
async def listen(data: JSONBody[ListenBody], parts: PartsGiven) -> Response[bytes]:
    """The sound of prompts, texts and values."""
    say = {"kind": "say", "prompts": data.prompts, "next": "say"}
    node = read_flow({"flow_id": "listen", "name": "Listen", "start": "say", "nodes": {"say": say}}).nodes["say"]
    assert isinstance(node, Say)
    conversation = Performance("listen", "listen", data.language, answers=dict(data.answers))
    stage = Stage(center=parts.configuration.current().center, timezone=parts.workshop.timezone)
    scope = ConversationScope(stage, conversation, parts.clock())
    prompts = fill([_sampled(part, scope) for part in node.prompts], scope, data.language)
    if not prompts:
        raise Malformed("there is nothing to say")
    return wav(await parts.speaker.wav(prompts, data.language))


@get("/api/speech/voices", **asks(Permission.CONFIGURE))
async def voices(parts: PartsGiven) -> list[VoiceShown]:
    """The voices there are, or that will be there once they are installed."""
    return [
        VoiceShown(name=voice.name, language=voice.language, gender=voice.gender, licence=voice.licence)
        for voice in await parts.voices.catalogue()
    ]


def _sampled(part: spoken.Part, scope: ConversationScope) -> spoken.Part:
    """The part, with a sample for a value that is not there."""
    if isinstance(part, str | spoken.Text):
        return part
    assert "value" in {field.name for field in fields(part)}
    if in_words(evaluate(part.value, scope)):
        return part
    return replace(part, value=SAMPLES[type(part)])


ROUTES = [listen, voices]
