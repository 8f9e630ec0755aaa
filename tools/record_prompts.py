"""Renders the prompts of src/cordboard/asterisk/sounds/texts.toml with the free RHVoice voices anna and slt.

    .venv/bin/python tools/record_prompts.py            all of them
    .venv/bin/python tools/record_prompts.py menu       those of these names, in every language

The voices come from Debian 12's non-free component into the user's cache (140 MB, once). Their engine is a program of
its own, started here as a child; it is neither shipped nor loaded by Cordboard. Only the sounds are kept here.
"""

from __future__ import annotations

import ctypes
import json
import os
import struct
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cordboard.asterisk.instance import PROMPTS
from cordboard.asterisk.music import ulaw
from cordboard.debian import closure
from cordboard.debian.machine import this_machine

NOT_FREE = ("arina", "artemiy", "evgeniy-*", "lyubov", "mikhail", "pavel", "tatiana", "victoria", "vitaliy", "yuriy")
WISH = closure.Wish(
    suite="bookworm",
    components=("main", "non-free"),
    packages=("librhvoice5", "librhvoice-core7", "libsonic0", "rhvoice-russian", "rhvoice-english"),
    with_dependencies=False,
    without_paths=tuple(f"usr/share/RHVoice/voices/{voice}" for voice in (*NOT_FREE, "elena", "aleksandr-hq")),
    room_mb=600,
)
VOICES = {"en": "slt", "ru": "anna"}
SPOKEN_HZ, LINE_HZ = 16000, 8000
LOUDNESS = 10 ** (-19 / 20)
"""Root mean square of the spoken parts, share of full scale."""
PEAK = 10 ** (-3 / 20)
QUIET = 0.01
"""Below this share of full scale a sound is silence, at either end."""
PAUSE_S = 0.06
"""Silence left at each end."""


def main() -> None:
    """Render what the command line names."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cordboard"
    folder = cache / f"rhvoice-{WISH.key}"
    closure.install(WISH, folder, kept=cache / f"{folder.name}.debs", tell=print)
    texts = tomllib.loads((PROMPTS / "texts.toml").read_text())
    total = 0
    with tempfile.TemporaryDirectory() as config:
        (Path(config) / "RHVoice.conf").write_text("quality=min\nstress_marker=+\n")
        for language, prompts in texts.items():
            (PROMPTS / language).mkdir(exist_ok=True)
            for name, text in prompts.items():
                file = PROMPTS / language / f"{name}.ulaw"
                if not sys.argv[1:] or name in sys.argv[1:]:
                    voice = VOICES[language if name != "other-language" else {"en": "ru", "ru": "en"}[language]]
                    spoken = speak(folder / "root", Path(config), voice, text)
                    file.write_bytes(ulaw(mastered(spoken)))
                total += file.stat().st_size
    print(f"{total // 1000} kB, {total / LINE_HZ:.0f} s")


def speak(root: Path, config: Path, voice: str, text: str) -> NDArray[np.float64]:
    """Return what this voice makes of a text: samples at 16 kHz, full scale 1."""
    wish = json.dumps({"root": str(root), "config": str(config), "voice": voice, "text": text})
    ran = subprocess.run([sys.executable, __file__, "--child", wish], stdout=subprocess.PIPE, check=True)
    (rate,) = struct.unpack("<I", ran.stdout[:4])
    assert rate == SPOKEN_HZ, rate
    return np.frombuffer(ran.stdout[4:], dtype="<i2") / 32768


def mastered(spoken: NDArray[np.float64]) -> NDArray[np.int16]:
    """Return the sound as the line carries it: 8 kHz, without hum, trimmed, at one loudness."""
    # a windowed sinc that passes 200 to 3500 Hz, so that nothing is folded down when every other sample is dropped
    taps = np.arange(-127, 128)
    low, high = (2 * edge / SPOKEN_HZ * np.sinc(2 * edge / SPOKEN_HZ * taps) for edge in (200, 3500))
    line = np.convolve(spoken, (high - low) * np.blackman(len(taps)), mode="same")[::2]
    loud = np.flatnonzero(np.abs(line) > QUIET)
    pause = round(PAUSE_S * LINE_HZ)
    line = line[max(loud[0] - pause, 0) : loud[-1] + pause]
    pieces = [np.sqrt(np.mean(line[at : at + 160] ** 2)) for at in range(0, len(line) - 160, 160)]
    speech = np.sqrt(np.mean(np.square([piece for piece in pieces if piece > QUIET])))
    line = line * min(LOUDNESS / speech, 2.0 * PEAK / np.max(np.abs(line)))
    # rare peaks are rounded off rather than letting one of them make a whole prompt quiet
    over = np.abs(line) > PEAK / 2
    soft = np.sign(line) * (PEAK / 2 + PEAK / 2 * np.tanh((np.abs(line) - PEAK / 2) / (PEAK / 2)))
    samples: NDArray[np.int16] = (np.where(over, soft, line) * 32767).astype(np.int16)
    return samples


def child(wish: dict[str, str]) -> None:
    """Say one text with RHVoice and write the sample rate and the samples to the standard output."""
    on_rate_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    on_sound_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_uint, ctypes.c_void_p)

    class Start(ctypes.Structure):
        _fields_ = (
            ("data", ctypes.c_char_p),
            ("config", ctypes.c_char_p),
            ("resources", ctypes.c_void_p),
            ("on_rate", on_rate_type),
            ("on_sound", on_sound_type),
            ("others", ctypes.c_void_p * 7),
            ("options", ctypes.c_uint),
        )

    class Manner(ctypes.Structure):
        _fields_ = (
            ("voice", ctypes.c_char_p),
            ("absolute", ctypes.c_double * 3),
            ("relative", ctypes.c_double * 3),
            ("punctuation", ctypes.c_int),
            ("punctuation_list", ctypes.c_char_p),
            ("capitals", ctypes.c_int),
            ("flags", ctypes.c_int),
        )

    rate, sounds = [0], bytearray()

    def on_rate(hz: int, _: object) -> int:
        rate[0] = hz
        return 1

    def on_sound(samples: object, count: int, _: object) -> int:
        sounds.extend(ctypes.string_at(samples, 2 * count))  # type: ignore[arg-type]
        return 1

    libraries = Path(wish["root"]) / "usr" / "lib" / this_machine().triplet
    for name in ("libsonic.so.0", "libRHVoice_core.so.7"):
        ctypes.CDLL(str(libraries / name), ctypes.RTLD_GLOBAL)
    engine = ctypes.CDLL(str(libraries / "libRHVoice.so.5"))
    engine.RHVoice_new_tts_engine.restype = engine.RHVoice_new_message.restype = ctypes.c_void_p
    engine.RHVoice_speak.argtypes = [ctypes.c_void_p]
    pointer = ctypes.c_void_p
    engine.RHVoice_new_message.argtypes = [pointer, ctypes.c_char_p, ctypes.c_uint, ctypes.c_int, pointer, pointer]
    start = Start(
        data=f"{wish['root']}/usr/share/RHVoice".encode(),
        config=wish["config"].encode(),
        on_rate=on_rate_type(on_rate),
        on_sound=on_sound_type(on_sound),
    )
    manner = Manner(voice=wish["voice"].encode(), relative=(1.0, 1.0, 1.0))
    text = wish["text"].encode()
    made = engine.RHVoice_new_tts_engine(ctypes.byref(start))
    message = engine.RHVoice_new_message(made, text, len(text), 0, ctypes.byref(manner), None)
    if not message or engine.RHVoice_speak(message) != 1:
        sys.exit(f"the voice {wish['voice']} does not say {wish['text']!r}")
    sys.stdout.buffer.write(struct.pack("<I", rate[0]) + bytes(sounds))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(json.loads(sys.argv[2]))
    else:
        main()
