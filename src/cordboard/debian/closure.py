"""Puts packages of a Debian suite, with all they need, into a private folder: whole or absent.

The folder gets a tree (`root/`) in which programs run with the tree's own loader and libraries (`program.py`), so a
package of a newer Debian runs on an older one and nothing of the host is replaced. The package files are kept beside it
with a lock of their SHA-256 sums; from them the folder can be made again offline.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cordboard.debian.apt import TRIES, Planned, PrivateApt, host_mirror
from cordboard.debian.errors import BrokenPackages, MirrorUnreachable
from cordboard.debian.machine import demand_room, this_machine

LAYOUT = 1
"""Raised whenever the folder's layout changes, so that an older one is made again."""
NEVER_NEEDED = ("usr/share/doc*", "usr/share/man*", "usr/share/locale*", "usr/share/lintian*", "usr/share/bug*")
MADE = "made.json"
LOCK = "packages.lock"

Tell = Callable[[str], None]
"""Takes one sentence of progress for the person who waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which packages, of which suite, and what of them is left out."""

    packages: tuple[str, ...]
    suite: str
    components: tuple[str, ...] = ("main",)
    preferred: tuple[str, ...] = ()
    """Versions to take while the mirror has them, as `name=version*`; otherwise its newest are taken."""
    with_dependencies: bool = True
    left_out: str = ""
    """Regular expression of whole package names that the closure holds but the programs never load."""
    without_paths: tuple[str, ...] = ()
    """Tar patterns, from the root without a leading slash, that are not unpacked."""
    finish: int = 1
    """Raised whenever the work of `install`'s `finish` changes, so that an older folder is made again."""
    room_mb: int = 600
    """Free disk that the first installation needs, in megabytes."""

    @property
    def key(self) -> str:
        """A short name of this wish; two wishes that differ have different keys."""
        told = json.dumps({"layout": LAYOUT, **asdict(self)}, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:10]


def is_installed(wish: Wish, folder: Path) -> bool:
    """Whether `folder` was made, whole, for exactly this wish."""
    try:
        return bool(json.loads((folder / MADE).read_text())["key"] == wish.key)
    except (OSError, ValueError, KeyError):
        return False


def install(
    wish: Wish,
    folder: Path,
    *,
    kept: Path,
    tell: Tell,
    finish: Callable[[Path], None] | None = None,
    mirror: str | None = None,
) -> None:
    """Make `folder` hold the wish; at once if it does.

    Args:
        wish: what is wanted.
        folder: where it goes; it appears whole, by a rename, or not at all.
        kept: where the package files stay, so that another installation needs no network.
        tell: told what happens, a sentence at a time.
        finish: given the unfinished folder, adds to it or raises; an exception leaves no folder.
        mirror: address of a Debian mirror; the host's own by default.

    Raises:
        NoDebianTools, UnsupportedMachine, NoArchiveKey, NoMirror, NoRoom: this machine cannot.
        MirrorUnreachable: no network, or the packages are not there.
        BrokenPackages: they were fetched and do not make a tree that runs.
    """
    if is_installed(wish, folder):
        return
    machine = this_machine()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if is_installed(wish, folder):
            return
        if not _kept_is_whole(kept, wish):
            demand_room(folder, wish.room_mb)
            _fetch(wish, kept, mirror=mirror or host_mirror(), architecture=machine.architecture, tell=tell)
        demand_room(folder, wish.room_mb * 2 // 3)
        packages = sorted(kept.glob("*.deb"))
        tell(f"unpacking {len(packages)} packages")
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as work:
            fresh = Path(work) / folder.name
            _unpack(packages, fresh / "root", wish.without_paths)
            if finish is not None:
                finish(fresh)
            shutil.copy(kept / LOCK, fresh / LOCK)
            (fresh / MADE).write_text(json.dumps({"key": wish.key, "suite": wish.suite}))
            if folder.exists():
                folder.rename(Path(work) / "old")
            fresh.rename(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`, so that two programs that start together install once."""
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _kept_is_whole(kept: Path, wish: Wish) -> bool:
    """Whether `kept` holds every package file of this wish, unaltered."""
    try:
        lock = json.loads((kept / LOCK).read_text())
        wanted: dict[str, str] = lock["sha256"]
        if lock["key"] != wish.key or set(wanted) != {file.name for file in kept.glob("*.deb")}:
            return False
        return all(_sha256(kept / name) == total for name, total in wanted.items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _fetch(wish: Wish, kept: Path, *, mirror: str, architecture: str, tell: Tell) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{kept.name}.", dir=kept.parent) as work:
        tell(f"asking {mirror} for {', '.join(wish.packages)}")
        apt = PrivateApt(
            Path(work), mirror=mirror, suite=wish.suite, components=wish.components, architecture=architecture
        )
        for file in kept.glob("*.deb"):
            shutil.copy2(file, apt.archives)
        for left in reversed(range(TRIES)):
            try:
                apt.refresh()
                planned = _plan(apt, wish)
                tell(f"fetching {len(planned)} packages")
                apt.fetch(planned)
                break
            except MirrorUnreachable:
                if not left:
                    raise
        wanted = {(package.name, package.version) for package in planned}
        files = []
        for file in apt.archives.glob("*.deb"):
            package = Planned.from_file_name(file.name)
            if (package.name, package.version) in wanted:
                files.append(file)
        if len(files) != len(wanted):
            raise BrokenPackages(kept, f"apt fetched {len(files)} of {len(wanted)} packages")
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        for file in files:
            file.rename(kept / file.name)
        sums = {file.name: _sha256(file) for file in sorted(kept.glob("*.deb"))}
        (kept / LOCK).write_text(json.dumps({"key": wish.key, "sha256": sums}, indent=1))


def _plan(apt: PrivateApt, wish: Wish) -> list[Planned]:
    """Return the packages to fetch: of the preferred versions if the mirror still has them, else its newest."""
    versions = {word.partition("=")[0]: word for word in wish.preferred}
    try:
        words = [*dict.fromkeys([*versions.values(), *(versions.get(name, name) for name in wish.packages)])]
        planned = apt.plan(words, with_dependencies=wish.with_dependencies)
    except MirrorUnreachable:
        if not wish.preferred:
            raise
        planned = apt.plan(wish.packages, with_dependencies=wish.with_dependencies)
    left_out = re.compile(wish.left_out)
    return [package for package in planned if not left_out.fullmatch(package.name)]


def _unpack(packages: list[Path], root: Path, without_paths: tuple[str, ...]) -> None:
    """Unpack into `root`, which becomes a merged-usr tree, as many packages at a time as there are cores."""
    for place in ("usr/lib", "usr/lib64", "usr/bin", "usr/sbin"):
        (root / place).mkdir(parents=True)
    for name in ("lib", "lib64", "bin", "sbin"):
        (root / name).symlink_to(f"usr/{name}")
    excludes = [f"--exclude=./{pattern}" for pattern in (*NEVER_NEEDED, *without_paths)]

    def unpack(package: Path) -> None:
        with subprocess.Popen(
            ["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as opened:
            ran = subprocess.run(
                ["tar", "-x", "-C", str(root), "--no-same-owner", "--keep-directory-symlink", *excludes],
                stdin=opened.stdout,
                capture_output=True,
                text=True,
            )
        if opened.returncode or ran.returncode:
            raise BrokenPackages(package.parent, f"{package.name}: {ran.stderr.strip() or 'not a Debian package'}")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(unpack, packages))
