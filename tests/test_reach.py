"""What flows reach, put together."""

from __future__ import annotations

import asyncio
from pathlib import Path

from structlog.testing import capture_logs

from cordboard.flows.talking import PHRASES
from cordboard.reach import Warmer
from cordboard.runtime.configuration import Configuration
from tests.flows.test_fixed_words import FLOW
from tests.ports.tones import ToneVoices
from tests.speech.sounds import speaker


async def test_fixed_words_are_made_before_anybody_calls_and_again_when_a_flow_changes(tmp_path: Path) -> None:
    voices = ToneVoices()
    warmer = Warmer(speaker(tmp_path, voices))
    warmer.want(Configuration())
    task = asyncio.create_task(warmer.run())
    try:
        async with asyncio.timeout(10):
            while len(voices.said) < 2 * len(PHRASES):
                await asyncio.sleep(0.01)
            assert "Привет" not in voices.said
            with capture_logs() as logs:
                warmer.want(Configuration(flows={"f": FLOW}))
                while "Нет Привет" not in voices.said:
                    await asyncio.sleep(0.01)
        assert all(log["log_level"] != "error" for log in logs)
        voices.there = False
        with capture_logs() as logs:
            warmer.want(Configuration())
            await asyncio.sleep(0.1)
        assert not task.done(), "voices that are away end nothing"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
