"""Puts RHVoice 1.8 with its free voices from Debian 12 into the user's cache: no root, nothing of the system touched.

Later versions want a C++ library that Debian 12 lacks; this one runs on later systems too. Voices whose licence
forbids commercial use, or asks more than the engine's own, are never unpacked.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cordboard.debian import closure
from cordboard.debian.closure import Tell, Wish
from cordboard.debian.errors import BrokenPackages
from cordboard.debian.machine import Machine, this_machine
from cordboard.errors import CordboardError
from cordboard.runtime.ports import Voice

# fmt: off
NON_COMMERCIAL = (
    "arina", "artemiy", "evgeniy-*", "lyubov", "mikhail", "pavel", "tatiana", "victoria", "vitaliy", "yuriy",
)
# fmt: on
"""Under CC-BY-NC-ND 4.0. Source: Debian's copyright file of RHVoice."""
DOUBTFUL = ("elena", "aleksandr-hq")
"""The first is GPL-3 by its own words and LGPL by Debian's; the second CC-BY-SA 4.0, which its sound inherits."""

WISH = Wish(
    suite="bookworm",
    components=("main", "non-free"),
    packages=("librhvoice5", "librhvoice-core7", "libsonic0", "rhvoice-russian", "rhvoice-english"),
    with_dependencies=False,
    without_paths=tuple(f"usr/share/RHVoice/voices/{voice}" for voice in (*NON_COMMERCIAL, *DOUBTFUL)),
    room_mb=600,
)
FETCH_MB = 140
PROVING_S = 120.0
"""For one word of each voice; measured: half a second."""

CHILD = Path(__file__).parent / "rhvoice_child.py"
CONFIGURATION = Path(__file__).parent / "rhvoice"
"""Its RHVoice.conf sets the rate of the voices below."""


def _voice(name: str, language: str, gender: str) -> Voice:
    return Voice(
        name=name,
        language=language,
        gender="f" if gender == "f" else "m",
        licence="LGPL-2.1-or-later",
        hz=16000,
        engine="rhvoice-1.8.0",
    )


VOICES = (
    _voice("anna", "ru", "f"),
    _voice("irina", "ru", "f"),
    _voice("aleksandr", "ru", "m"),
    _voice("slt", "en", "f"),
    _voice("clb", "en", "f"),
    _voice("bdl", "en", "m"),
    _voice("alan", "en", "m"),
)
"""Source of the licences: Debian's copyright file of RHVoice, by its rule for what it does not name."""

USUAL = MappingProxyType({"ru": "anna", "en": "slt"})
"""The voice of each language until another is chosen: the best understood ones of those that are free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An installed RHVoice: where its parts lie and how the program that speaks with it is started."""

    prefix: Path
    machine: Machine

    @property
    def resources(self) -> Path:
        """The folder of its languages and voices."""
        return self.prefix / "root" / "usr" / "share" / "RHVoice"

    def command(self) -> list[str]:
        """Return the words that start the program."""
        libraries = self.prefix / "root" / "usr" / "lib" / self.machine.triplet
        return [sys.executable, "-I", "-S", str(CHILD), str(libraries), str(self.resources), str(CONFIGURATION)]


def folder_in(cache: Path) -> Path:
    """Return the folder of the cache that RHVoice goes into; its name changes with what is wanted."""
    return cache / f"rhvoice-{WISH.key}"


def is_installed(folder: Path) -> bool:
    """Whether RHVoice is in this folder, whole."""
    return closure.is_installed(WISH, folder)


def install(cache: Path, tell: Tell, *, mirror: str | None = None) -> Engine:
    """Return the RHVoice of this cache folder, installed if it is not there: at once, or in about half a minute.

    Raises:
        Refused, Unreachable, Misunderstood: see `debian.closure.install`.
    """
    folder = folder_in(cache)
    if not is_installed(folder):
        tell(f"installing the voices (about {FETCH_MB} MB to fetch, once)")
        closure.install(WISH, folder, kept=cache / f"{folder.name}.debs", tell=tell, finish=prove, mirror=mirror)
        tell("the voices are installed")
    return Engine(prefix=folder, machine=this_machine())


def prove(folder: Path) -> None:
    """Let every voice of this folder say one word.

    Raises:
        BrokenPackages: one of them does not.
    """
    engine = Engine(prefix=folder, machine=this_machine())
    wishes = b"".join(b'{"text": "a", "voice": "%s", "rate": 1.0}\n' % voice.name.encode() for voice in VOICES)
    try:
        ran = subprocess.run(engine.command(), input=wishes, capture_output=True, timeout=PROVING_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BrokenPackages(folder, f"the voices do not speak: {error}") from error
    answers = ran.stdout
    for voice in VOICES:
        kind, hz, length = struct.unpack("<cII", answers[:9]) if len(answers) > 9 else (b"N", 0, 0)
        if kind != b"S" or hz != voice.hz:
            reason = ran.stderr.decode(errors="replace").strip()[-300:] or "it says nothing"
            raise BrokenPackages(folder, f"the voice {voice.name}: {reason}")
        answers = answers[9 + length :]


def main(cache: str) -> None:
    """Install into this cache folder, one line of progress each; the last line says why not."""
    try:
        install(Path(cache), lambda says: print(says, flush=True))
    except CordboardError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1])
