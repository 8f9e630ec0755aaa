"""Stands alone: a program that says texts with RHVoice, started by `rhvoice.py` and spoken to through its pipes.

    rhvoice_child.py LIBRARIES RESOURCES CONFIGURATION        three folders

Each line of the standard input is a wish, `{"text": ..., "voice": ..., "rate": ...}`. Each answer is a letter, a number
and a length (unsigned 32-bit, little-endian) and a body: `S`, samples a second, the samples; or `N`, 0, why not. The
program ends with its input. It imports the standard library only, because the engine is under the GPL: nothing of ours
is loaded beside it.
"""

from __future__ import annotations

import ctypes
import json
import struct
import sys
from typing import Any

SAMPLES_MAX = 48000 * 900
"""A quarter of an hour at the fastest rate; more is not kept, so that one text cannot fill the memory."""

ON_RATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
ON_SOUND = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_uint, ctypes.c_void_p)


class Start(ctypes.Structure):
    """RHVoice_init_params. Source: RHVoice.h of 1.8."""

    _fields_ = (
        ("data", ctypes.c_char_p),
        ("config", ctypes.c_char_p),
        ("resources", ctypes.c_void_p),
        ("on_rate", ON_RATE),
        ("on_sound", ON_SOUND),
        ("others", ctypes.c_void_p * 7),
        ("options", ctypes.c_uint),
    )


class Manner(ctypes.Structure):
    """RHVoice_synth_params; three numbers each are rate, pitch and volume. Source: RHVoice.h of 1.8."""

    _fields_ = (
        ("voice", ctypes.c_char_p),
        ("absolute", ctypes.c_double * 3),
        ("relative", ctypes.c_double * 3),
        ("punctuation", ctypes.c_int),
        ("punctuation_list", ctypes.c_char_p),
        ("capitals", ctypes.c_int),
        ("flags", ctypes.c_int),
    )


class Engine:
    """One RHVoice engine. It says one text at a time."""

    def __init__(self, libraries: str, resources: str, configuration: str) -> None:
        # loaded by their paths and first, so that the library that wants them finds them without LD_LIBRARY_PATH
        for name in ("libsonic.so.0", "libRHVoice_core.so.7"):
            ctypes.CDLL(f"{libraries}/{name}", ctypes.RTLD_GLOBAL)
        library = ctypes.CDLL(f"{libraries}/libRHVoice.so.5")
        pointer = ctypes.c_void_p
        library.RHVoice_new_tts_engine.restype = library.RHVoice_new_message.restype = pointer
        library.RHVoice_new_message.argtypes = [pointer, ctypes.c_char_p, ctypes.c_uint, ctypes.c_int, pointer, pointer]
        library.RHVoice_speak.argtypes = library.RHVoice_delete_message.argtypes = [pointer]
        self._library: Any = library
        self._hz = 0
        self._samples = bytearray()
        # kept here because the engine keeps only their addresses
        self._on_rate, self._on_sound = ON_RATE(self._take_rate), ON_SOUND(self._take_sound)
        start = Start(
            data=resources.encode(), config=configuration.encode(), on_rate=self._on_rate, on_sound=self._on_sound
        )
        self._engine = library.RHVoice_new_tts_engine(ctypes.byref(start))
        if not self._engine:
            sys.exit(f"RHVoice does not start with the voices in {resources}")

    def say(self, text: str, voice: str, rate: float) -> tuple[int, bytes] | None:
        """Return samples a second and the samples; None if the voice or the text means nothing to the engine."""
        self._hz, self._samples = 0, bytearray()
        manner = Manner(voice=voice.encode(), relative=(rate, 1.0, 1.0))
        words = text.encode()
        # the fourth argument says that the text is plain: nothing in it is markup
        message = self._library.RHVoice_new_message(self._engine, words, len(words), 0, ctypes.byref(manner), None)
        if not message:
            return None
        said = self._library.RHVoice_speak(message) == 1
        self._library.RHVoice_delete_message(message)
        return (self._hz, bytes(self._samples)) if said and self._hz and self._samples else None

    def _take_rate(self, hz: int, _: object) -> int:
        self._hz = hz
        return 1

    def _take_sound(self, samples: Any, count: int, _: object) -> int:
        self._samples += ctypes.string_at(samples, 2 * count)
        return int(len(self._samples) < 2 * SAMPLES_MAX)


def main(libraries: str, resources: str, configuration: str) -> None:
    """Answer every wish until the input ends."""
    engine = Engine(libraries, resources, configuration)
    for line in sys.stdin.buffer:
        wish = json.loads(line)
        said = engine.say(wish["text"], wish["voice"], wish["rate"])
        kind, hz, body = (b"N", 0, b"no such voice, or no letter it knows") if said is None else (b"S", *said)
        sys.stdout.buffer.write(struct.pack("<cII", kind, hz, len(body)) + body)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4])
