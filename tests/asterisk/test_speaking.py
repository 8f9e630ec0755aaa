"""Words on their way to the caller: rendered early, played in their turn, never replaced by silence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiohttp import web

from cordboard.asterisk import speaking
from cordboard.asterisk import switch as switch_module
from cordboard.asterisk.act import say
from cordboard.center.speech import Speech
from cordboard.errors import Unknown, Unreachable
from cordboard.floor import inputs as inp
from cordboard.flows.inputs import ErrandDone, KeyPressed, NumberGone, PromptsFailed, PromptsFinished
from tests.asterisk.link import Link, arrival, linked
from tests.asterisk.stand_in import StandIn, refusing, standing_in

PLAY = "POST channels/c1/play/c1.t1"


class Slow:
    """A speaker that is as slow, or as unable, as the test wants."""

    def __init__(self) -> None:
        self.asked: list[tuple[Speech, ...]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.broken: Exception | None = None
        self.silent = False

    async def files(self, prompts: Sequence[Speech], language: str) -> list[str]:
        self.asked.append(tuple(prompts))
        await self.open.wait()
        if self.broken is not None:
            raise self.broken
        if self.silent:
            return []
        return [prompt if isinstance(prompt, str) else f"/said/{prompt.value}" for prompt in prompts]


class Played:
    """Remembers what was played, by the address of its request."""

    def __init__(self, stand_in: StandIn, *requests: str) -> None:
        self.media: dict[str, Any] = {}
        for request in requests:
            stand_in.answers[request] = self.take

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.media[request.match_info["path"].rpartition("/")[2]] = await request.json()
        return web.json_response({}, status=201)


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with standing_in() as made:
        yield made


def failed(link: Link) -> list[PromptsFailed]:
    return [input_ for input_ in link.told if isinstance(input_, PromptsFailed)]


async def test_words_become_files_in_the_language_of_the_conversation(stand_in: StandIn) -> None:
    played = Played(stand_in, PLAY)
    async with linked(stand_in, speaker=Slow()):
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: played.media)
    assert played.media == {"c1.t1": {"media": ["sound:/said/Hello.", "sound:cord/next"], "lang": "en"}}


async def test_words_are_rendered_while_earlier_acts_of_the_call_are_under_way(stand_in: StandIn) -> None:
    answered = asyncio.Event()

    async def slowly(request: web.Request) -> web.StreamResponse:
        await answered.wait()
        return web.Response(status=204)

    stand_in.answers["POST channels/c1/answer"] = slowly
    speaker = Slow()
    async with linked(stand_in, speaker=speaker):
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: speaker.asked)
        assert PLAY not in stand_in.asked
        answered.set()
        await stand_in.until(lambda: PLAY in stand_in.asked)


async def test_a_voice_that_is_slow_for_one_caller_keeps_no_other_waiting(stand_in: StandIn) -> None:
    speaker = Slow()
    speaker.open.clear()
    async with linked(stand_in, speaker=speaker):
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: speaker.asked)
        await stand_in.say(arrival("c2", number="200"))
        await stand_in.until(lambda: "POST channels/c2/play/c2.t1" in stand_in.asked)
        assert PLAY not in stand_in.asked


async def test_what_was_hushed_before_it_was_rendered_is_not_played(stand_in: StandIn) -> None:
    speaker = Slow()
    async with linked(stand_in, speaker=speaker) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: PLAY in stand_in.asked)
        speaker.open.clear()
        link.tell(PromptsFinished(contact_id="c1", turn=1))
        await stand_in.until(lambda: len(speaker.asked) == 2)
        link.tell(KeyPressed(contact_id="c1", key="5"))
        speaker.open.set()
        await stand_in.until(lambda: "DELETE playbacks/c1.t2" in stand_in.asked)
        assert "POST channels/c1/play/c1.t2" not in stand_in.asked


async def test_a_caller_who_left_is_told_nothing_any_more(stand_in: StandIn) -> None:
    speaker = Slow()
    speaker.open.clear()
    async with linked(stand_in, speaker=speaker) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: speaker.asked)
        link.tell(inp.CallerHungUp(contact_id="c1"))
        speaker.open.set()
        await stand_in.until(lambda: "DELETE channels/c1" in stand_in.asked)
        assert PLAY not in stand_in.asked
        assert failed(link) == []


@pytest.mark.parametrize("broken", [Unreachable("voice", "it died"), ValueError("a bug")])
async def test_words_that_cannot_be_said_are_told_and_a_goodbye_hangs_up(stand_in: StandIn, broken: Exception) -> None:
    speaker = Slow()
    speaker.broken = broken
    async with linked(stand_in, speaker=speaker) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: failed(link))
        assert failed(link)[0].turn == 1
        assert failed(link)[0].why in ("voice: it died", "a fault of ours was met")
        # the flow says sorry with a recorded prompt, which needs no voice
        await stand_in.until(lambda: "POST channels/c1/play/c1.bye" in stand_in.asked)


async def test_without_a_voice_words_fail_and_recorded_prompts_are_heard(stand_in: StandIn) -> None:
    async with linked(stand_in) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: failed(link))
        assert "there is nobody to speak" in failed(link)[0].why
        await stand_in.say(arrival("c2", number="200"))
        await stand_in.until(lambda: "POST channels/c2/play/c2.t1" in stand_in.asked)


async def test_a_voice_that_takes_for_ever_is_not_waited_for(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "RENDER_S_MAX", 0.1)
    speaker = Slow()
    speaker.open.clear()
    async with linked(stand_in, speaker=speaker) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: failed(link))
        assert failed(link)[0].why.startswith("voice: nothing was said within")


async def test_prompts_that_asterisk_refuses_failed(stand_in: StandIn) -> None:
    stand_in.answers[PLAY] = refusing(500, "no such codec")
    async with linked(stand_in, speaker=Slow()) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: failed(link))
        assert "no such codec" in failed(link)[0].why


async def test_words_in_which_nothing_can_be_heard_are_over_at_once(stand_in: StandIn) -> None:
    speaker = Slow()
    speaker.silent = True
    async with linked(stand_in, speaker=speaker) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: link.heard(PromptsFinished))
        assert link.heard(PromptsFinished)[0] == PromptsFinished(contact_id="c1", turn=1)


def played(turn: int, state: str) -> str:
    playback = {"id": f"c1.t{turn}", "state": state, "media_uri": "sound:/said/x"}
    return json.dumps({"type": "PlaybackFinished", "playback": playback})


async def test_prompts_that_fail_while_the_caller_is_there_are_told_of(stand_in: StandIn) -> None:
    async with linked(stand_in, speaker=Slow()) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: PLAY in stand_in.asked)
        await stand_in.say(played(1, "failed"))
        await stand_in.until(lambda: failed(link))
        assert failed(link)[0].why == "Asterisk could not play sound:/said/x"
        assert link.switch.counts["prompts_failed"] == 1


async def test_prompts_that_fail_because_the_caller_rings_off_did_not_fail(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switch_module, "FAILED_DOUBT_S", 0.05)
    async with linked(stand_in, speaker=Slow()) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: PLAY in stand_in.asked)
        await stand_in.say(played(1, "failed"))
        await stand_in.say(json.dumps({"type": "StasisEnd", "channel": {"id": "c1"}}))
        await stand_in.until(lambda: link.heard(inp.CallerHungUp))
        await asyncio.sleep(0.1)
        assert failed(link) == []


async def test_a_caller_who_waits_long_for_an_answer_from_outside_hears_music(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switch_module, "FILL_AFTER_S", 0.05)
    music = "POST channels/c1/moh"
    async with linked(stand_in, speaker=Slow()) as link:
        await stand_in.say(arrival(number="800"))
        await stand_in.until(lambda: music in stand_in.asked)
        link.tell(ErrandDone(contact_id="c1", turn=1, found=True))
        await stand_in.until(lambda: "POST channels/c1/play/c1.bye" in stand_in.asked)
        assert stand_in.asked.index("DELETE channels/c1/moh") < stand_in.asked.index("POST channels/c1/play/c1.bye")


async def test_a_caller_who_waits_shortly_hears_no_music(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switch_module, "FILL_AFTER_S", 0.05)
    async with linked(stand_in, speaker=Slow()) as link:
        await stand_in.say(arrival(number="800"))
        await stand_in.until(lambda: link.live.performer.performances)
        link.tell(ErrandDone(contact_id="c1", turn=1, found=True))
        await asyncio.sleep(0.15)
        assert "POST channels/c1/moh" not in stand_in.asked
        assert link.live.floor.contacts


async def test_a_number_that_the_switch_cannot_dial_is_gone(stand_in: StandIn) -> None:
    async with linked(stand_in) as link:
        stand_in.answers["POST channels"] = refusing(500, "Allocation failed")
        await stand_in.say(arrival(number="600"))
        await stand_in.until(lambda: link.heard(NumberGone))
        assert link.heard(NumberGone) == [NumberGone(contact_id="c1", turn=2, why="failed")]


async def test_what_words_say_is_written_into_no_log(stand_in: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    speaker = Slow()
    speaker.broken = Unreachable("voice", "it died")
    async with linked(stand_in, speaker=speaker) as link:
        await stand_in.say(arrival(number="700"))
        await stand_in.until(lambda: failed(link))
    said = capsys.readouterr()
    assert "Hello." not in said.out + said.err


@pytest.mark.parametrize("name", ["cord/../../recording/c1.o1-in", "cord/a/../b", "cord/", "cord/a,recording:b"])
async def test_no_prompt_is_a_path_to_another_sound_of_the_machine(name: str) -> None:
    act = say("c1", "c1.t1", ("cord/goodbye", name), "en")
    assert act.spoken is not None
    for speaker in (None, Slow()):
        renderings = speaking.Renderings(speaker)
        renderings.begin(act)
        with pytest.raises(Unknown):
            await renderings.media(act.spoken)
