"""Two legs of one call become one stereo file: the customer left, the agent right. A message stays mono.

Pieces of the files are looked at one after another, so an hour of talk needs no more memory than a minute.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cordboard.errors import Misunderstood

PEAKS = 800
"""Points of a waveform, at most."""
FULL_SCALE = 32768
SILENCE = 256 / FULL_SCALE
"""A message that is nowhere louder holds no word. Source: Asterisk's own threshold of silence, 256."""
PIECE = 1 << 20
"""Samples joined at a time."""
USUAL_HZ = 8000
PCM = 1
"""Samples without compression. Source: the WAV format's wFormatTag."""

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What one file holds."""

    seconds: float
    size: int
    """Bytes."""
    left: tuple[float, ...]
    """Loudness of the customer over time, 0..1."""
    right: tuple[float, ...]
    """Loudness of the agent; nothing for a message."""


def join(customer: Path | None, agent: Path | None, stereo: Path) -> Joined:
    """Write `stereo` from two mono files of 16-bit samples; a side that is missing or shorter is silent.

    Raises:
        Misunderstood: one of them is no such file.
    """
    left, left_hz = _samples(customer)
    right, right_hz = _samples(agent)
    hz = left_hz or right_hz or USUAL_HZ
    if left_hz and right_hz and left_hz != right_hz:
        raise Misunderstood("a recording", f"one side at {left_hz} Hz and the other at {right_hz} Hz")
    length = max(len(left), len(right))
    with stereo.open("wb") as out:
        out.write(_header(length, hz, channels=2))
        for begin in range(0, length, PIECE):
            end = min(length, begin + PIECE)
            piece = np.zeros((end - begin, 2), dtype="<i2")
            for side, samples in enumerate((left, right)):
                part = samples[begin:end]
                piece[: len(part), side] = part
            out.write(piece.tobytes())
        size = out.tell()
    return Joined(seconds=round(length / hz, 3), size=size, left=_peaks(left, length), right=_peaks(right, length))


def whole(message: Path, mono: Path) -> Joined:
    """Write `mono` from a file of 16-bit samples, one channel, that may not have been closed properly.

    Raises:
        Misunderstood: it is no such file.
    """
    samples, hz = _samples(message)
    with mono.open("wb") as out:
        out.write(_header(len(samples), hz or USUAL_HZ, channels=1))
        for begin in range(0, len(samples), PIECE):
            out.write(samples[begin : begin + PIECE].tobytes())
        size = out.tell()
    seconds = round(len(samples) / (hz or USUAL_HZ), 3)
    return Joined(seconds=seconds, size=size, left=_peaks(samples, len(samples)), right=())


def _samples(file: Path | None) -> tuple[Samples, int]:
    """Return the samples of a file, not read before they are looked at, and their rate; nothing for no file.

    A file that was not closed properly has no lengths in its header, so all that follows the header is taken.
    """
    nothing: Samples = np.zeros(0, dtype="<i2")
    if file is None:
        return nothing, 0
    with file.open("rb") as opened:
        start = opened.read(4096)
    if len(start) < 44:
        return nothing, 0
    if start[:4] != b"RIFF" or start[8:12] != b"WAVE":
        raise Misunderstood("a recording", f"{file.name} is no WAV file")
    at, hz = 12, 0
    while at + 8 <= len(start):
        kind, length = start[at : at + 4], struct.unpack_from("<I", start, at + 4)[0]
        at += 8
        if kind == b"fmt " and at + 16 <= len(start):
            coding, channels, hz, _, _, bits = struct.unpack_from("<HHIIHH", start, at)
            if (coding, channels, bits) != (PCM, 1, 16) or not 1000 <= hz <= 192_000:
                raise Misunderstood("a recording", f"{file.name} is not of 16-bit mono samples")
        elif kind == b"data":
            count = (file.stat().st_size - at) // 2
            if not hz or count <= 0:
                return nothing, hz
            mapped: np.memmap[Any, np.dtype[np.int16]] = np.memmap(file, dtype="<i2", mode="r", offset=at, shape=count)
            return mapped, hz
        at += length + length % 2
    raise Misunderstood("a recording", f"{file.name} has no sound")


def _peaks(samples: Samples, length: int) -> tuple[float, ...]:
    """Return the loudest sample of each of 800 equal spans of `length` samples; silence where there are none."""
    points = min(PEAKS, length)
    starts = np.arange(points) * length // max(points, 1)
    starts = starts[starts < len(samples)]
    if not len(starts):
        return (0.0,) * points
    highest = np.maximum.reduceat(samples, starts).astype(np.int32)
    lowest = np.minimum.reduceat(samples, starts).astype(np.int32)
    loudest = np.round(np.maximum(highest, -lowest) / FULL_SCALE, 3)
    return (*map(float, loudest), *(0.0,) * (points - len(starts)))


def _header(length: int, hz: int, *, channels: int) -> bytes:
    """Return the head of a WAV file of 16-bit samples; a length beyond the format's limit is cut off there."""
    each = 2 * channels
    size = min(each * length, 0xFFFF_FFFF - 36)
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, PCM, channels, hz, each * hz, each, 16, b"data", size),
    )
