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
from scipy.signal import fftconvolve

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
LIKE = 0.9
"""Correlation from which two sounds are the same."""

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

    def __init__(self, host: str, *, speaks: bool = True) -> None:
        """Listen at this address; who does not speak sends silence."""
        self._spoken = _tone() if speaks else b"\xff" * RATE_HZ
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, 0))
        self.port: int = self._socket.getsockname()[1]
        self._heard: list[tuple[float, bytes]] = []
        self._keys: deque[str] = deque()
        self._ticks: deque[tuple[str, int]] = deque()
        """What is sent next of keys that are dialled: the key, and how far it is."""
        self._pressed_at = 0
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

    def dial(self, keys: str) -> None:
        """Press these keys as a quick finger does: a tenth of a second each, with pauses between."""
        for key in keys:
            self._ticks.extend([(key, tick) for tick in range(KEY_PACKETS + 3)])

    def sound(self, since: float = 0.0, until: float = float("inf")) -> bytes:
        """The mu-law bytes that came between two instants."""
        return b"".join(sound for at, sound in list(self._heard) if since <= at < until)

    def heard(self, since: float = 0.0, until: float = float("inf")) -> Heard:
        """What the customer heard between two instants."""
        return measured(loudness(self.sound(since, until)))

    def was_told(self, prompt: str, language: str = "en", *, since: float = 0.0) -> bool:
        """Whether one of our prompts was heard."""
        return prompt_fragment(prompt, language) in self.sound(since)

    def had_words(
        self, words: NDArray[np.float64], *, since: float = 0.0, until: float = float("inf"), like: float = LIKE
    ) -> bool:
        """Whether these samples of 8 kHz were heard; their loudest part is looked for, as far as mu-law leaves it."""
        size = 4 * FRAGMENT
        starts = range(0, max(len(words) - size, 1), CHUNK)
        at = max(starts, key=lambda start: float(np.sum(words[start : start + size] ** 2)))
        part, sound = words[at : at + size], loudness(self.sound(since, until))
        if len(sound) < len(part):
            return False
        likeness = fftconvolve(sound, part[::-1], mode="valid")
        energy = fftconvolve(sound**2, np.ones(len(part)), mode="valid")
        return bool(np.max(likeness / np.sqrt(np.maximum(energy, 1e-6) * np.sum(part**2))) > like)

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
            for kind, moment, body in self._next(stamp, self._spoken):
                number = (number + 1) & 0xFFFF
                self._socket.sendto(struct.pack("!BBHII", 0x80, kind, number, moment, source) + body, far)
            stamp += CHUNK

    def _next(self, stamp: int, tone: bytes) -> list[tuple[int, int, bytes]]:
        """What is sent now: a piece of the tone, or a whole key. Source: RFC 4733, section 2.5."""
        if self._ticks:
            key, tick = self._ticks.popleft()
            if tick < KEY_PACKETS:
                return self._part_of_key(key, tick, stamp)
        if not self._keys:
            at = stamp % len(tone)
            return [(MU_LAW, stamp, tone[at : at + CHUNK])]
        code = EVENTS.index(self._keys.popleft())
        begun = [(KEYS, stamp, struct.pack("!BBH", code, 10, CHUNK * n)) for n in range(1, KEY_PACKETS)]
        ended = (KEYS, stamp, struct.pack("!BBH", code, 0x80 | 10, KEY_SAMPLES))
        return [*begun, ended, ended, ended]

    def _part_of_key(self, key: str, tick: int, stamp: int) -> list[tuple[int, int, bytes]]:
        """One packet of a key, and at its end three. Its time is that of its beginning. Source: RFC 4733."""
        if tick == 0:
            self._pressed_at = stamp
        is_over = tick == KEY_PACKETS - 1
        body = struct.pack("!BBH", EVENTS.index(key), (0x80 if is_over else 0) | 10, CHUNK * (tick + 1))
        return [(KEYS, self._pressed_at, body)] * (3 if is_over else 1)


def _tone() -> bytes:
    turns = 2 * np.pi * CUSTOMER_HZ * np.arange(RATE_HZ) / RATE_HZ
    return ulaw((8000 * np.sin(turns)).astype(np.int16))
