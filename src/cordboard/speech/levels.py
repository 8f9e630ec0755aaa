"""Sound as numbers: halved and doubled in rate, trimmed, and brought to one loudness. Full scale is 1."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

WIDE_HZ, NARROW_HZ = 16000, 8000
"""Samples a second of wideband calls (G.722, Opus) and of the telephone network (G.711)."""

PEAK = 10 ** (-3 / 20)
"""-3 dBFS: nothing is louder, so that a codec or an echo canceller on the way has room."""

LOUDNESS = 10 ** (-20 / 20)
"""Root mean square of the parts that speak: -20 dBFS."""

QUIET = 10 ** (-36 / 20)
"""Below this share of its loudest moment a sound is silence."""

SILENT = 10 ** (-60 / 20)
"""A sound that is nowhere louder is no sound."""

GAIN_MAX = 10 ** (30 / 20)
"""No recording is raised by more than 30 dB: beyond that it is mostly noise."""

TAPS = 255
ROUNDED_FROM = PEAK / 2


def from_pcm(pcm: bytes) -> Samples:
    """Return 16-bit little-endian samples as shares of full scale."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)


def to_pcm(sound: Samples) -> bytes:
    """Return the sound as 16-bit little-endian samples."""
    return bytes(np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2").tobytes())


def halved(sound: Samples, *, low_hz: float = 0.0, high_hz: float = 3650.0) -> Samples:
    """Return a 16 kHz sound at 8 kHz, with only what is between the two frequencies."""
    return _passed(sound, low_hz, high_hz)[::2]


def doubled(sound: Samples) -> Samples:
    """Return an 8 kHz sound at 16 kHz."""
    wide = np.zeros(2 * len(sound), dtype=np.float32)
    wide[::2] = 2 * sound
    return _passed(wide, 0.0, 3900.0)


def resampled(sound: Samples, hz: int, to_hz: int) -> Samples:
    """Return a sound of `hz` samples a second at `to_hz`."""
    if hz == to_hz:
        return sound
    # imported here because it takes a second, which a start would feel
    from scipy.signal import resample_poly  # type: ignore[import-untyped]

    shared = math.gcd(hz, to_hz)
    return np.asarray(resample_poly(sound, to_hz // shared, hz // shared), dtype=np.float32)


def loudest(sound: Samples) -> float:
    """Return the largest sample without its sign; 0 of no samples."""
    return float(np.max(np.abs(sound))) if len(sound) else 0.0


def loudness(sound: Samples, hz: int) -> float:
    """Return the root mean square of what is not silence, in pieces of 20 ms."""
    if not len(sound):
        return 0.0
    piece = max(hz // 50, 1)
    pieces = sound[: len(sound) // piece * piece].reshape(-1, piece) if len(sound) >= piece else sound.reshape(1, -1)
    powers = np.mean(np.square(pieces, dtype=np.float64), axis=1)
    heard = powers[powers > (QUIET * loudest(sound)) ** 2]
    return math.sqrt(float(np.mean(heard))) if len(heard) else 0.0


def trimmed(sound: Samples, hz: int, pause_s: float) -> Samples:
    """Return the sound with at most `pause_s` seconds of silence at each end."""
    heard = np.flatnonzero(np.abs(sound) > QUIET * loudest(sound))
    if not len(heard):
        return sound[:0]
    pause = round(pause_s * hz)
    return sound[max(int(heard[0]) - pause, 0) : int(heard[-1]) + 1 + pause]


def peaked(sound: Samples) -> Samples:
    """Return the sound with its loudest sample at `PEAK`; silence stays silence."""
    most = loudest(sound)
    return sound if most < SILENT else sound * np.float32(PEAK / most)


def levelled(sound: Samples, hz: int, *, at: float = LOUDNESS) -> Samples:
    """Return the sound at the loudness `at`, or less, so that nothing exceeds `PEAK`.

    Rare peaks are rounded off rather than letting one of them make all the rest quiet.
    """
    speech, most = loudness(sound, hz), loudest(sound)
    if not speech:
        return sound
    louder = sound * np.float32(min(at / speech, 2 * PEAK / most, GAIN_MAX))
    size = np.abs(louder)
    rounded = ROUNDED_FROM + ROUNDED_FROM * np.tanh((size - ROUNDED_FROM) / ROUNDED_FROM)
    return np.where(size > ROUNDED_FROM, np.sign(louder) * rounded, louder).astype(np.float32)


def _passed(sound: Samples, low_hz: float, high_hz: float) -> Samples:
    """Return what a 16 kHz sound has between two frequencies. Source: the windowed sinc, with Blackman's window."""
    if not len(sound):
        return sound
    taps = np.arange(TAPS) - TAPS // 2
    low, high = (2 * edge / WIDE_HZ * np.sinc(2 * edge / WIDE_HZ * taps) for edge in (low_hz, high_hz))
    kernel = ((high - low) * np.blackman(TAPS)).astype(np.float32)
    middle = TAPS // 2
    return np.convolve(sound, kernel, mode="full")[middle : middle + len(sound)]
