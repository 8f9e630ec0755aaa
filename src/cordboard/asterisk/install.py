"""Puts Asterisk 22 from Debian unstable into the user's cache: no root, nothing of the system touched.

Debian stable ships no Asterisk. Version 22.10.1 is preferred while the mirror has it; the package files
are kept, so a machine that has it once stays on it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cordboard.asterisk.errors import AsteriskUnsuitable
from cordboard.asterisk.modules import MODULES
from cordboard.asterisk.music import write_line_copies
from cordboard.debian import closure, program
from cordboard.debian.closure import Tell, Wish
from cordboard.debian.errors import BrokenPackages
from cordboard.debian.machine import Machine, this_machine

WISH = Wish(
    suite="sid",
    packages=(
        "asterisk",
        "asterisk-modules",
        "asterisk-core-sounds-en-wav",
        "asterisk-core-sounds-ru-wav",
        "asterisk-moh-opsound-wav",
    ),
    finish=2,
    preferred=("asterisk=1:22.10.1*", "asterisk-modules=1:22.10.1*", "asterisk-config=1:22.10.1*"),
    # in the closure only for maintainer scripts, or as tools that Asterisk never loads
    left_out=(
        r"perl.*|libperl5.*|gnupg.*|gpg.*|dirmngr|pinentry-.*|passwd|login\.defs|adduser|debconf|base-passwd"
        r"|libdebconfclient0|libsemanage.*|libsepol.*|libpam.*|libaudit.*|libcap-ng0|dpkg|tar|gcc-.*-base"
        r"|readline-common|libksba8|libnpth0.*|tzdata|asterisk-core-sounds-en-gsm"
    ),
    room_mb=700,
)
OLDEST = (20, 0, 0)
"""The oldest Asterisk that the centre drives."""
TROUBLES = MappingProxyType(
    {
        (22, 11, 0): "its whisper and spy are broken (asterisk/asterisk#2134); use 22.10.1",
        (22, 9, 0): "it may deadlock in its RTP time-out check (asterisk/asterisk#1946); use 22.10.1",
    }
)
LIBRARIES = ("usr/lib/{triplet}/asterisk",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an Asterisk calls itself."""

    text: str
    number: tuple[int, int, int]

    @property
    def trouble(self) -> str | None:
        """What is known to be wrong with this version, and what to do; None when nothing is."""
        return TROUBLES.get(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asterisk:
    """An installed Asterisk: where its parts lie and how it is started."""

    prefix: Path
    machine: Machine

    @property
    def root(self) -> Path:
        """The tree of packages."""
        return self.prefix / "root"

    @property
    def modules(self) -> Path:
        """The folder of its loadable modules."""
        return self.root / "usr" / "lib" / self.machine.triplet / "asterisk" / "modules"

    @property
    def shared_files(self) -> Path:
        """Its documentation, sounds and REST descriptions."""
        return self.root / "usr" / "share" / "asterisk"

    @property
    def sounds(self) -> Path:
        """Its own prompts, one folder a language."""
        return self.shared_files / "sounds"

    @property
    def music(self) -> Path:
        """Music on hold in the codecs of telephone lines."""
        return self.prefix / "music"

    def command(self, *arguments: str) -> list[str]:
        """Return the words that run Asterisk with these arguments."""
        return [*program.command(self.root, self.machine, "usr/sbin/asterisk", libraries=_libraries(self)), *arguments]

    def environment(self) -> dict[str, str]:
        """Return the environment it runs in."""
        return program.environment(self.root, self.machine)


def folder_in(cache: Path) -> Path:
    """Return the folder of the cache that Asterisk goes into; its name changes with what is wanted."""
    return cache / f"asterisk-22-{WISH.key}"


def install(cache: Path, tell: Tell, *, mirror: str | None = None) -> Asterisk:
    """Return the Asterisk of this cache folder, installed if it is not there: at once, or in about half a minute.

    Raises:
        Refused, Unreachable, Misunderstood: see `debian.closure.install`.
    """
    folder = folder_in(cache)
    if not closure.is_installed(WISH, folder):
        tell("installing Asterisk 22 (about 110 MB to fetch, once)")
        closure.install(WISH, folder, kept=cache / f"{folder.name}.debs", tell=tell, finish=_finish, mirror=mirror)
        tell(f"Asterisk {version_of(Asterisk(prefix=folder, machine=this_machine())).text} is installed")
    return Asterisk(prefix=folder, machine=this_machine())


def version_of(asterisk: Asterisk) -> Version:
    """Return what this Asterisk calls itself.

    Raises:
        AsteriskUnsuitable: it does not say, or is older than version 20.
    """
    ran = subprocess.run(asterisk.command("-V"), env=asterisk.environment(), capture_output=True, text=True, timeout=30)
    return read_version(ran.stdout or ran.stderr)


def read_version(said: str) -> Version:
    """Return the version in `Asterisk 22.10.1+dfsg`, which `-V` prints and ARI's system information holds.

    Raises:
        AsteriskUnsuitable: there is none, or it is older than version 20.
    """
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?\S*", said)
    if found is None:
        raise AsteriskUnsuitable(said)
    number = (int(found[1]), int(found[2]), int(found[3] or 0))
    if number < OLDEST:
        raise AsteriskUnsuitable(f"{said.strip()} (20 or later is needed)")
    return Version(text=found[0], number=number)


def _libraries(asterisk: Asterisk) -> Sequence[str]:
    return [place.format(triplet=asterisk.machine.triplet) for place in LIBRARIES]


def _finish(folder: Path) -> None:
    """Give the sounds the short names that packages' scripts would, write the music, and see that it runs."""
    asterisk = Asterisk(prefix=folder, machine=this_machine())
    for place in list(asterisk.sounds.iterdir()):
        if place.is_symlink() and not place.exists():
            place.unlink()
        elif place.is_dir() and not place.is_symlink() and place.name.count("_") >= 2:
            short = asterisk.sounds / place.name.partition("_")[0]
            short.unlink(missing_ok=True)
            short.symlink_to(place.name)
    write_line_copies(asterisk.shared_files / "moh", asterisk.music)
    files = [asterisk.root / "usr/sbin/asterisk", *(asterisk.modules / f"{name}.so" for name in MODULES)]
    absent = [file.name for file in files if not file.exists()]
    if absent:
        raise BrokenPackages(folder, f"not in the packages: {', '.join(absent)}")
    with ThreadPoolExecutor() as pool:
        found = pool.map(
            lambda file: program.lacking_libraries(
                asterisk.root, asterisk.machine, [file], libraries=_libraries(asterisk)
            ),
            files,
        )
        lacking = [complaint for complaints in found for complaint in complaints]
    if lacking:
        raise BrokenPackages(folder, "; ".join(lacking[:3]))
    version_of(asterisk)
