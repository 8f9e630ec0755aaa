"""A caller of a real Asterisk hears what was said: sentence, upload and shipped prompt, in one request."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cordboard.asterisk import provision
from cordboard.asterisk.instance import PROMPTS, Instance
from cordboard.center.speech import Said
from cordboard.center.trunks import Trunk
from cordboard.runtime.ports import Sound
from cordboard.speech.prompt_files import PromptFiles
from cordboard.speech.saying import Speaker
from cordboard.speech.sound_files import NARROW, WIDE
from tests.calls.ari import connected
from tests.calls.line import Line, loudness
from tests.calls.phones import Phones
from tests.ports.tones import ToneVoices, read
from tests.speech.sounds import spell, tune, upload

pytestmark = pytest.mark.calls
TEXT = "Your order is ready"


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line("127.0.0.1")
    yield line
    line.close()


@pytest.mark.parametrize("missing", [NARROW, WIDE, None])
async def test_a_caller_hears_the_very_words(
    switch: Instance, phones: Phones, line: Line, tmp_path: Path, missing: str | None
) -> None:
    prompts = PromptFiles(tmp_path / "prompts")
    await prompts.put("news", "en", upload(sound=tune(seconds=1.0)))
    says = Speaker(
        ToneVoices(),
        folder=tmp_path / "kept",
        private_folder=tmp_path / "private",
        prompts=prompts,
        shipped=PROMPTS,
        spell=spell,
        usual={"en": "low"},
    )
    stems = await says.files([Said(value=TEXT), "cord/greeting", "news"], "en")
    if missing is not None:
        Path(stems[0] + missing).unlink()
    trunk = Trunk(trunk_id="loop", host="127.0.0.1", codecs=("ulaw",))
    async with connected(switch) as ari:
        await ari.put_objects(provision.trunk_objects(trunk, media_address="127.0.0.1"))
        phones.customer("100", line=line)
        channel = (await ari.event("StasisStart"))["channel"]["id"]
        await ari.ask("POST", f"channels/{channel}/answer")
        media = ",".join(f"sound:{stem}" for stem in stems)
        await ari.ask("POST", f"channels/{channel}/play/saying", media=media, lang="en")
        finished = await ari.event("PlaybackFinished", lambda event: event["playback"]["id"] == "saying")
        assert finished["playback"]["state"] == "done"
        await asyncio.sleep(0.2)
        assert line.was_told("greeting")
        # one packet carries one tone, and two of them one byte
        samples = (loudness(line.sound()) * 32767).astype("<i2")
        spoken = {read(Sound(pcm=samples[start:].tobytes(), hz=8000)) for start in (0, 160)}
        assert any(TEXT in each for each in spoken), spoken
        # the upload is the last that was heard
        assert np.abs(loudness(line.sound())[-8000:]).max() > 0.2
        await ari.ask("DELETE", f"channels/{channel}")
