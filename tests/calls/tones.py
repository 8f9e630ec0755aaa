"""Tones that phones play, and which of them a recording holds: the proof that audio really went the way it should."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cordboard.asterisk.music import ulaw

RATE_HZ = 8000
CUSTOMER_HZ = 440
AGENT_HZ = 1000
CHUNK = 160
"""Bytes of one 20 ms packet of mu-law."""
KEY_CHUNK = 50
EVENTS = "0123456789*#ABCD"
"""Keys in the order of their codes. Source: RFC 4733, table 3."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one channel of a recording holds; amplitudes are shares of full scale, 0..1."""

    seconds: float
    customer: float
    agent: float
    rms: float


def write_tones(folder: Path, seconds: int = 5) -> None:
    """Write `customer.ul` and `agent.ul`: raw mu-law that SIPp plays."""
    for name, hz in (("customer", CUSTOMER_HZ), ("agent", AGENT_HZ)):
        turns = 2 * np.pi * hz * np.arange(seconds * RATE_HZ) / RATE_HZ
        (folder / f"{name}.ul").write_bytes(ulaw((8000 * np.sin(turns)).astype(np.int16)))


def write_keys(folder: Path) -> None:
    """Write `key-<code>.ul` for each key: one packet of RFC 4733 that ends a telephone event of 100 ms.

    SIPp plays sounds of a few payload types only; 98, which it believes to be iLBC in packets of 50 bytes, is free to
    be named telephone-event. It moves the timestamp on with each packet, so a packet with its end bit set is one key.
    """
    for code in range(len(EVENTS)):
        event = bytes([code, 0x80 | 10]) + (800).to_bytes(2, "big")
        (folder / f"key-{code}.ul").write_bytes(event.ljust(KEY_CHUNK, b"\0"))


def read(recording: Path) -> NDArray[np.float64]:
    """Return the samples of a WAV file, one column a channel, full scale 1."""
    with wave.open(str(recording)) as opened:
        samples = np.frombuffer(opened.readframes(opened.getnframes()), dtype="<i2")
        return samples.reshape(-1, opened.getnchannels()) / 32768


def heard(recording: Path, *, channel: int = 0, from_s: float = 0.0, to_s: float | None = None) -> Heard:
    """Return what this channel of a recording holds between two instants."""
    return measured(read(recording)[:, channel][int(from_s * RATE_HZ) : None if to_s is None else int(to_s * RATE_HZ)])


def measured(samples: NDArray[np.float64]) -> Heard:
    """Return what these samples hold, full scale 1."""
    return Heard(
        seconds=round(len(samples) / RATE_HZ, 2),
        customer=_amplitude(samples, CUSTOMER_HZ),
        agent=_amplitude(samples, AGENT_HZ),
        rms=round(float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0, 4),
    )


def _amplitude(samples: NDArray[np.float64], hz: float) -> float:
    """Return the amplitude of one frequency; half-second pieces, so that a break in the tone does not cancel it."""
    size = RATE_HZ // 2
    pieces = [samples[at : at + size] for at in range(0, len(samples), size)] or [samples]
    turns = np.exp(-2j * np.pi * hz * np.arange(size) / RATE_HZ)
    found = [2 * abs(np.sum(piece * turns[: len(piece)])) / len(piece) for piece in pieces if len(piece) > CHUNK]
    return round(float(np.mean(found)) if found else 0.0, 4)
