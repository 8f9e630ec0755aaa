"""Uploaded sounds made into prompts: any common format in, one loudness and two telephone rates out.

What people upload is read by a decoder written in C, so that happens in a program of its own with little memory, no
right to write files, and a deadline: `python -m cordboard.speech.uploads NAME` reads the upload from its standard
input and writes one line of JSON, then the samples of both rates.
"""

from __future__ import annotations

import asyncio
import io
import json
import math
import os
import resource
import sys
from dataclasses import dataclass

import numpy as np

from cordboard.errors import Malformed, Refused
from cordboard.speech.levels import (
    SILENT,
    WIDE_HZ,
    Samples,
    halved,
    levelled,
    loudest,
    loudness,
    resampled,
    to_pcm,
    trimmed,
)

BYTES_MAX = 10_000_000
SECONDS_MAX = 600
PAUSE_S = 0.15
"""Silence left at each end."""
FORMATS = frozenset({"WAV", "WAVEX", "MP3", "OGG", "FLAC"})
ACCEPTED = "WAV, MP3, OGG and FLAC are accepted"
HZ_MIN, HZ_MAX = 4000, 192_000

DEADLINE_S = 60.0
MEMORY_MAX = 2 << 30
"""Bytes of address space; ten minutes at 192 kHz take about half of it."""
BLOCK = 65536
"""Samples read at a time, of all channels together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A prompt in both rates of telephone calls, 16-bit little-endian mono samples."""

    wide: bytes
    """16 kHz."""
    narrow: bytes
    """8 kHz."""
    seconds: float
    peak_dbfs: float
    """Loudest sample of the upload as it came, in decibels to full scale."""
    loudness_dbfs: float
    """Root mean square of what is not silence in the upload as it came, in decibels to full scale."""


async def convert(upload: bytes, name: str) -> Converted:
    """Return the prompt that this uploaded file makes.

    Raises:
        Malformed: it cannot be read as sound.
        Refused: it is too large, too long, or silent.
    """
    _demand_size(upload, name)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "cordboard.speech.uploads", name[:200]),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # a thread a core would want address space for each of them
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(DEADLINE_S):
            written, _ = await process.communicate(upload)
    except TimeoutError as error:
        raise _unreadable(name) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _understood(written, name)


def _understood(written: bytes, name: str) -> Converted:
    line, _, pcm = written.partition(b"\n")
    try:
        told = json.loads(line)
    except ValueError as error:
        # the decoder died of this upload
        raise _unreadable(name) from error
    if told["code"] == "malformed":
        raise Malformed(told["says"])
    if told["code"]:
        raise Refused(told["code"], told["says"])
    return Converted(
        wide=pcm[: told["wide"]],
        narrow=pcm[told["wide"] :],
        seconds=told["seconds"],
        peak_dbfs=told["peak_dbfs"],
        loudness_dbfs=told["loudness_dbfs"],
    )


def converted(upload: bytes, name: str) -> Converted:
    """Return the prompt that this uploaded file makes, decoded in this very process.

    Raises:
        Malformed, Refused: as `convert`.
    """
    _demand_size(upload, name)
    sound, hz = _decoded(upload, name)
    peak, speech = loudest(sound), loudness(sound, hz)
    if peak < SILENT or not speech:
        raise Refused("silent-upload", f"{_shown(name)} is silent: record it again, nearer to the microphone")
    wide = resampled(trimmed(sound, hz, PAUSE_S), hz, WIDE_HZ)
    wide = levelled(wide, WIDE_HZ)
    return Converted(
        wide=to_pcm(wide),
        narrow=to_pcm(halved(wide)),
        seconds=len(wide) / WIDE_HZ,
        peak_dbfs=round(20 * math.log10(peak), 1),
        loudness_dbfs=round(20 * math.log10(speech), 1),
    )


def _decoded(upload: bytes, name: str) -> tuple[Samples, int]:
    """Return the channels of the upload mixed to one, and its samples a second."""
    # imported here because only the program that decodes needs it
    import soundfile  # type: ignore[import-untyped]

    try:
        with soundfile.SoundFile(io.BytesIO(upload)) as file:
            if file.format not in FORMATS or not HZ_MIN <= file.samplerate <= HZ_MAX:
                raise _unreadable(name)
            blocks: list[Samples] = []
            frames, hz = 0, int(file.samplerate)
            while len(block := file.read(max(BLOCK // file.channels, 1), dtype="float32", always_2d=True)):
                blocks.append(block.mean(axis=1, dtype=np.float32))
                frames += len(block)
                if frames > SECONDS_MAX * hz:
                    says = f"{_shown(name)} is longer than {SECONDS_MAX // 60} minutes: cut it, or upload it in parts"
                    raise Refused("upload-too-long", says)
    except (soundfile.SoundFileError, MemoryError, ValueError) as error:
        raise _unreadable(name) from error
    if not blocks:
        raise Refused("silent-upload", f"{_shown(name)} holds no sound: record it again")
    # files of floating-point samples may hold infinities and what is no number
    return np.clip(np.nan_to_num(np.concatenate(blocks), posinf=1, neginf=-1), -1, 1), hz


def _demand_size(upload: bytes, name: str) -> None:
    if len(upload) > BYTES_MAX:
        mb = BYTES_MAX // 1_000_000
        says = f"{_shown(name)} has {len(upload) / 1e6:.1f} MB: at most {mb} MB are accepted; MP3 and OGG are smaller"
        raise Refused("upload-too-large", says)


def _unreadable(name: str) -> Malformed:
    return Malformed(f"{_shown(name)} cannot be read as sound: {ACCEPTED}")


def _shown(name: str) -> str:
    """Return the name of a file as it may be printed."""
    return repr(name[:80]) if name else "the upload"


def main(name: str) -> None:
    """Convert the standard input, within limits that hold whatever the decoder does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (int(DEADLINE_S), int(DEADLINE_S)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told: dict[str, object]
    try:
        made = converted(sys.stdin.buffer.read(BYTES_MAX + 1), name)
    except Refused as refusal:
        told, pcm = {"code": refusal.code, "says": refusal.says}, b""
    else:
        told = {"code": "", "wide": len(made.wide), "seconds": made.seconds}
        told |= {"peak_dbfs": made.peak_dbfs, "loudness_dbfs": made.loudness_dbfs}
        pcm = made.wide + made.narrow
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + pcm)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
