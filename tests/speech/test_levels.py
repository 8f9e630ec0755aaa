"""Sound as numbers: nothing heard is lost, and nothing is heard that was not there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cordboard.asterisk.music import ulaw
from cordboard.speech.levels import (
    Samples,
    doubled,
    from_pcm,
    halved,
    levelled,
    loudest,
    peaked,
    resampled,
    to_pcm,
    trimmed,
)
from cordboard.speech.sound_files import read_ulaw


def tone(hz: float, rate_hz: int, seconds: float = 0.5) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def strength(sound: Samples) -> float:
    """Root mean square away from the ends, in decibels below the tone."""
    return float(10 * np.log10(np.mean(np.square(sound[500:-500])) / 0.125 + 1e-12))


@pytest.mark.parametrize("hz", [100, 1000, 3000, 3400])
def test_what_a_telephone_carries_passes_from_one_rate_to_the_other(hz: float) -> None:
    assert strength(halved(tone(hz, 16000))) == pytest.approx(0, abs=0.5)
    assert strength(doubled(tone(hz, 8000))) == pytest.approx(0, abs=0.5)
    assert doubled(tone(hz, 8000))[500:-500] == pytest.approx(tone(hz, 16000)[500:-500], abs=0.02)


@pytest.mark.parametrize("hz", [4200, 5000, 7900])
def test_what_it_does_not_carry_is_not_folded_down(hz: float) -> None:
    assert strength(halved(tone(hz, 16000))) < -50


def test_sound_without_length_stays_so() -> None:
    none = np.zeros(0, dtype=np.float32)
    for made in (halved(none), doubled(none), peaked(none), levelled(none, 8000), trimmed(none, 8000, 1)):
        assert len(made) == 0
    assert to_pcm(none) == b""


def test_samples_survive_being_written() -> None:
    sound = tone(440, 8000)
    assert from_pcm(to_pcm(sound)) == pytest.approx(sound, abs=1e-4)
    assert to_pcm(np.array([9, -9], dtype=np.float32)) == b"\xff\x7f\x00\x80"


def test_mu_law_is_read_as_it_was_written(tmp_path: Path) -> None:
    samples = np.arange(-32000, 32000, 7).astype(np.int16)
    (tmp_path / "x.ulaw").write_bytes(ulaw(samples))
    assert read_ulaw(tmp_path / "x.ulaw") * 32768 == pytest.approx(samples, rel=0.04, abs=9)


def test_any_rate_becomes_any_other() -> None:
    made = resampled(tone(440, 44100), 44100, 16000)
    assert len(made) == 8000
    assert strength(made) == pytest.approx(0, abs=0.1)


def test_silence_is_not_raised() -> None:
    silence = np.full(8000, 0.0005, dtype=np.float32)
    assert loudest(peaked(silence)) < 0.001
