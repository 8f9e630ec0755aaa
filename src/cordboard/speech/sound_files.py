"""Sound on disk: one name, two files, of which Asterisk takes the one that costs the call less.

`NAME.wav16` has 16 kHz and `NAME.wav` 8 kHz, both 16-bit and mono. Source: the suffixes of Asterisk's format_wav.
Files appear whole: written beside, flushed to the disk, renamed.
"""

from __future__ import annotations

import io
import os
import secrets
import wave
from pathlib import Path

import numpy as np

from cordboard.speech.levels import NARROW_HZ, WIDE_HZ, Samples, from_pcm

WIDE, NARROW = ".wav16", ".wav"
PART = ".part"
"""Ends the name of a file that is being written."""


def wav(pcm: bytes, hz: int) -> bytes:
    """Return 16-bit mono samples as the bytes of a WAV file."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(hz)
        file.writeframes(pcm)
    return written.getvalue()


def read_wide(stem: Path) -> Samples:
    """Return the 16 kHz samples of the pair of files of this name."""
    with wave.open(str(beside(stem, WIDE))) as file:
        return from_pcm(file.readframes(file.getnframes()))


def read_ulaw(file: Path) -> Samples:
    """Return the samples of a mu-law file without header, 8 kHz. Source: ITU-T G.711."""
    coded = ~np.frombuffer(file.read_bytes(), dtype=np.uint8)
    exponent, mantissa = (coded >> 4) & 7, (coded & 15).astype(np.int32)
    size = ((mantissa << 3) + 132 << exponent) - 132
    return np.where(coded & 128, -size, size).astype(np.float32) / np.float32(32768)


def write_pair(stem: Path, wide: bytes, narrow: bytes) -> None:
    """Put both files of a name in place, in a folder that exists."""
    write(beside(stem, WIDE), wav(wide, WIDE_HZ))
    write(beside(stem, NARROW), wav(narrow, NARROW_HZ))


def write(file: Path, content: bytes) -> None:
    """Put one file in place, whole or not at all."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}{PART}")
    try:
        with part.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        part.rename(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def remove_pair(stem: Path) -> bool:
    """Take both files of a name away; return whether there was one."""
    there = False
    for suffix in (WIDE, NARROW):
        try:
            beside(stem, suffix).unlink()
            there = True
        except FileNotFoundError:
            continue
    return there


def remove_parts(folder: Path) -> None:
    """Take away what a kill left half written in this folder."""
    for part in folder.glob(f".*{PART}"):
        part.unlink(missing_ok=True)


def beside(stem: Path, suffix: str) -> Path:
    """Return the file of this name with this suffix; the name may hold dots."""
    return stem.with_name(stem.name + suffix)
