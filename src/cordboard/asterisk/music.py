"""Music on hold in the codecs of telephone lines, so that a caller who waits costs no transcoding."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 8000
ULAW_BIAS = 132
ULAW_CLIP = 32635


def ulaw(samples: NDArray[np.int16]) -> bytes:
    """Return the mu-law bytes of 16-bit samples.

    Source: ITU-T G.711, mu-law, with the bits inverted as on the wire.
    """
    wide = samples.astype(np.int32)
    magnitude = np.minimum(np.abs(wide), ULAW_CLIP) + ULAW_BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    sign = np.where(wide < 0, 0x80, 0)
    return bytes((~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8).tobytes())


def alaw(samples: NDArray[np.int16]) -> bytes:
    """Return the A-law bytes of 16-bit samples.

    Source: ITU-T G.711, A-law, with even bits inverted as on the wire.
    """
    wide = samples.astype(np.int32) >> 3
    negative = wide < 0
    magnitude = np.where(negative, -wide - 1, wide)
    exponent = np.maximum(np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int32) - 4, 0)
    shift = np.maximum(exponent, 1)
    mantissa = (magnitude >> shift) & 0x0F
    coded = (exponent << 4) | mantissa
    return bytes((coded ^ np.where(negative, 0x55, 0xD5)).astype(np.uint8).tobytes())


def read_wav(file: Path) -> NDArray[np.int16]:
    """Return the samples of a mono 16-bit 8 kHz WAV file.

    Raises:
        ValueError: it is of another shape.
    """
    with wave.open(str(file)) as opened:
        if (opened.getnchannels(), opened.getsampwidth(), opened.getframerate()) != (1, 2, RATE_HZ):
            raise ValueError(f"{file.name} is not mono, 16-bit, {RATE_HZ} Hz")
        return np.frombuffer(opened.readframes(opened.getnframes()), dtype="<i2").astype(np.int16)


def write_line_copies(music: Path, into: Path) -> None:
    """Write mu-law and A-law copies of every WAV file of `music` into `into`, beside a link to the WAV itself."""
    into.mkdir(parents=True, exist_ok=True)
    for piece in sorted(music.glob("*.wav")):
        samples = read_wav(piece)
        (into / f"{piece.stem}.ulaw").write_bytes(ulaw(samples))
        (into / f"{piece.stem}.alaw").write_bytes(alaw(samples))
        link = into / piece.name
        link.unlink(missing_ok=True)
        link.symlink_to(Path("..") / piece.relative_to(into.parent))
