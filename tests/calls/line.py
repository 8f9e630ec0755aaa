"""A customer's line as a socket: every packet that Asterisk sends is kept, and a tone and keys are sent back."""

from __future__ import annotations

import itertools
import random
import socket
import struct
import threading
import time
from collections import deque
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cordboard.asterisk.instance import PROMPTS
from cordboard.asterisk.music import ulaw
from tests.calls.tones import CHUNK, CUSTOMER_HZ, EVENTS, RATE_HZ, Heard, measured

PACKET_S = 0.02
MU_LAW, KEYS = 0, 98
"""Payload types, as the scenarios offer them. Source for the first: RFC 3551, table 4."""
KEY_PACKETS = 5
KEY_SAMPLES = KEY_PACKETS * CHUNK
FRAGMENT = 5 * CHUNK
"""Bytes of a prompt that are looked for: a tenth of a second of its loudest part."""

_CODES = np.arange(256, dtype=np.uint8) ^ 0xFF
_MAGNITUDES = (((_CODES & 0x0F).astype(np.int32) << 3) + 132 << ((_CODES >> 4) & 7).astype(np.int32)) - 132
LINEAR: NDArray[np.float64] = np.where(_CODES & 0x80, -_MAGNITUDES, _MAGNITUDES) / 32768
"""Sample of each mu-law byte, full scale 1. Source: ITU-T G.711."""


def loudness(sound: bytes) -> NDArray[np.float64]:
    """Return the samples of mu-law bytes."""
    return LINEAR[np.frombuffer(sound, dtype=np.uint8)]


def prompt_fragment(name: str, language: str) -> bytes:
    """Return the loudest part of one of our prompts; it travels to a mu-law line byte by byte."""
    sound = (PROMPTS / language / f"{name}.ulaw").read_bytes()
    starts = range(0, len(sound) - FRAGMENT, CHUNK)
    at = max(starts, key=lambda start: float(np.sum(loudness(sound[start : start + FRAGMENT]) ** 2)))
    return sound[at : at + FRAGMENT]


class Line:
    """Audio of one call at the customer's end. Instants are of `time.monotonic`."""

    def __init__(self, host: str) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, 0))
        self.port: int = self._socket.getsockname()[1]
        self._heard: list[tuple[float, bytes]] = []
        self._keys: deque[str] = deque()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear and say nothing more."""
        self._ended.set()
        self._thread.join()
        self._socket.close()

    def press(self, keys: str) -> None:
        """Press these keys one after another, as quickly as a machine can."""
        self._keys.extend(keys)

    def sound(self, since: float = 0.0, until: float = float("inf")) -> bytes:
        """The mu-law bytes that came between two instants."""
        return b"".join(sound for at, sound in list(self._heard) if since <= at < until)

    def heard(self, since: float = 0.0, until: float = float("inf")) -> Heard:
        """What the customer heard between two instants."""
        return measured(loudness(self.sound(since, until)))

    def was_told(self, prompt: str, language: str = "en", *, since: float = 0.0) -> bool:
        """Whether one of our prompts was heard."""
        return prompt_fragment(prompt, language) in self.sound(since)

    def had_music(self, folder: Path, since: float, until: float = float("inf")) -> bool:
        """Whether most of what was heard is from the pieces of music in this folder."""
        pieces = b"\0".join(file.read_bytes() for file in folder.glob("*.ulaw"))
        packets = [sound for at, sound in list(self._heard) if since <= at < until]
        return bool(packets) and sum(sound in pieces for sound in packets) > 0.8 * len(packets)

    def longest_gap_s(self, since: float, until: float) -> float:
        """The longest silence of the wire between two instants."""
        instants = [since, *(at for at, _ in list(self._heard) if since <= at < until), until]
        return max(later - earlier for earlier, later in itertools.pairwise(instants))

    def _talk(self) -> None:
        source, number, stamp = random.getrandbits(32), 0, 0
        far: tuple[str, int] | None = None
        tone = _tone()
        due = time.monotonic()
        while not self._ended.is_set():
            wait_s = due - time.monotonic()
            if wait_s > 0:
                self._socket.settimeout(wait_s)
                try:
                    packet, far = self._socket.recvfrom(2048)
                except (TimeoutError, ConnectionError):
                    continue
                if len(packet) > 12 and packet[1] & 0x7F == MU_LAW:
                    self._heard.append((time.monotonic(), packet[12:]))
                continue
            due += PACKET_S
            if far is None:
                continue
            for kind, moment, body in self._next(stamp, tone):
                number = (number + 1) & 0xFFFF
                self._socket.sendto(struct.pack("!BBHII", 0x80, kind, number, moment, source) + body, far)
            stamp += CHUNK

    def _next(self, stamp: int, tone: bytes) -> list[tuple[int, int, bytes]]:
        """What is sent now: a piece of the tone, or a whole key. Source: RFC 4733, section 2.5."""
        if not self._keys:
            at = stamp % len(tone)
            return [(MU_LAW, stamp, tone[at : at + CHUNK])]
        code = EVENTS.index(self._keys.popleft())
        begun = [(KEYS, stamp, struct.pack("!BBH", code, 10, CHUNK * n)) for n in range(1, KEY_PACKETS)]
        ended = (KEYS, stamp, struct.pack("!BBH", code, 0x80 | 10, KEY_SAMPLES))
        return [*begun, ended, ended, ended]


def _tone() -> bytes:
    turns = 2 * np.pi * CUSTOMER_HZ * np.arange(RATE_HZ) / RATE_HZ
    return ulaw((8000 * np.sin(turns)).astype(np.int16))
