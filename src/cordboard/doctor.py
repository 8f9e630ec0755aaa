"""Looks at every part of the centre and says in words what is wrong and how to mend it. It changes nothing."""

from __future__ import annotations

import resource
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cordboard import hold, listening, places
from cordboard.asterisk import examine as asterisk_examine
from cordboard.asterisk import install
from cordboard.asterisk.instance import PROMPTS
from cordboard.config import Settings
from cordboard.debian import closure
from cordboard.debian.machine import this_machine
from cordboard.errors import CordboardError, Unreachable
from cordboard.postgres import cluster
from cordboard.postgres import examine as postgres_examine
from cordboard.postgres.embedded import EmbeddedPostgres
from cordboard.speech import examine as speech_examine

DISK_MB_MIN = 1000
"""Room for a working day: a recorded call takes about 2 MB a minute (two sides of 8 kHz, 16 bit)."""

FILES_MIN = 4096
"""Open files for about 500 calls. Source: measured, about 6 a call of two legs, besides those of the web."""

STATIC = Path(__file__).parent / "web" / "static"
LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one part."""

    name: str
    ok: bool
    says: str
    mend: str = ""
    """What to do about it; empty when nothing needs doing."""


async def examine(settings: Settings) -> list[Finding]:
    """Return what was found, part by part."""
    runs = hold.holder(settings.home) is not None
    findings = [python(sys.version_info[:3]), disk(settings.home), files(resource.getrlimit(resource.RLIMIT_NOFILE)[1])]
    findings += [browser_side(STATIC), *ports(settings)]
    findings.append(await database(settings, runs=runs))
    if settings.asterisk.ari_url is None:
        findings += own_asterisk()
        findings += await own_asterisk_answers(settings, runs=runs)
    else:
        findings += await other_asterisk(settings.asterisk.ari_url, settings)
    findings.append(voices(places.cache()))
    return findings


def python(version: tuple[int, int, int]) -> Finding:
    """Judge the version of Python."""
    shown = ".".join(map(str, version))
    if version >= (3, 11, 0):
        return Finding("Python", True, shown)
    return Finding("Python", False, f"{shown} is too old", "install Python 3.11 or later and run ./run again")


def disk(home: Path) -> Finding:
    """Judge the room where recordings and the database grow."""
    standing = next(place for place in (home, *home.parents) if place.exists())
    free_mb = shutil.disk_usage(standing).free // 1_000_000
    says = f"{free_mb} MB free at {standing}"
    if free_mb >= DISK_MB_MIN:
        return Finding("disk", True, says)
    return Finding("disk", False, says, f"free at least {DISK_MB_MIN} MB there, or set CORDBOARD_HOME to a larger disk")


def files(most: int) -> Finding:
    """Judge how many files a program of ours may open at most."""
    if most == resource.RLIM_INFINITY or most >= FILES_MIN:
        shown = "without limit" if most == resource.RLIM_INFINITY else str(most)
        return Finding("open files", True, shown)
    mend = "raise it: LimitNOFILE=65536 in a systemd unit, `nofile` in /etc/security/limits.conf, else `ulimit -Hn`"
    return Finding("open files", False, f"{most} allow about {most // 8} calls at once", mend)


def browser_side(static: Path) -> Finding:
    """Judge whether the screens were built."""
    if (static / "index.html").exists() and (static / "call.html").exists():
        return Finding("screens", True, "built")
    return Finding("screens", False, "not built", "run ./run without CORDBOARD_SKIP_UI; it builds them")


def ports(settings: Settings) -> Iterator[Finding]:
    """Judge each port: free, or in use by this centre."""
    web, asterisk, home = settings.web, settings.asterisk, settings.home
    yield port(web.host, web.port, "tcp", "CORDBOARD_WEB_PORT", home)
    if asterisk.ari_url is None:
        yield port("127.0.0.1", asterisk.http_port, "tcp", "CORDBOARD_ASTERISK_HTTP_PORT", home)
        yield port(asterisk.bind, asterisk.sip_port, "tcp", "CORDBOARD_ASTERISK_SIP_PORT", home)
        yield port(asterisk.bind, asterisk.sip_port, "udp", "CORDBOARD_ASTERISK_SIP_PORT", home)
        if asterisk.tls_port is not None:
            yield port(asterisk.bind, asterisk.tls_port, "tcp", "CORDBOARD_ASTERISK_TLS_PORT", home)


def port(host: str, number: int, kind: str, variable: str, home: Path) -> Finding:
    """Judge one port. Ours is the process that holds the home, and one started with a file of the home."""
    name = f"port {number} {kind}"
    reason = listening.why_not(host, number, kind=kind)
    if reason is None:
        return Finding(name, True, "free")
    who = listening.who_has(number, kind=kind)
    if who is not None and (
        who.pid == hold.holder(home) or any(Path(word).is_relative_to(home) for word in who.words if word)
    ):
        return Finding(name, True, f"in use by this centre's {who}")
    mend = f"stop what uses it, or set {variable} to another port"
    return Finding(name, False, f"in use by {who}" if who else f"cannot be used: {reason}", mend)


async def database(settings: Settings, *, runs: bool) -> Finding:
    """Judge the database: reachable, young enough, writable."""
    if settings.database_url is not None:
        mend = "start it, or correct CORDBOARD_DATABASE_URL"
        return await _database_at(settings.database_url, mend)
    try:
        cluster.programs()
    except Unreachable as error:
        return Finding("database", False, error.says, "run ./run, which installs it")
    own = EmbeddedPostgres(folder=places.postgres(settings))
    if own.is_running:
        return await _database_at(own.dsn, f"its log is in {places.postgres(settings)}/log")
    if runs:
        return Finding("database", False, "is down while the centre runs; calls go on and what happens waits", "wait")
    return Finding("database", True, "installed; starts with the centre")


async def _database_at(dsn: str, mend: str) -> Finding:
    try:
        seen = await postgres_examine.look(dsn)
    except Unreachable as error:
        return Finding("database", False, f"does not answer: {error.says}", mend)
    if seen.major < postgres_examine.OLDEST:
        needed = f"use PostgreSQL {postgres_examine.OLDEST} or later"
        return Finding("database", False, f"PostgreSQL {seen.version} is too old", needed)
    if seen.refuses_to_write is not None:
        mend = "give the account the right to create tables, and the address of a server that is no replica"
        return Finding("database", False, f"PostgreSQL {seen.version}, not writable: {seen.refuses_to_write}", mend)
    return Finding("database", True, f"PostgreSQL {seen.version}, writable")


def own_asterisk() -> Iterator[Finding]:
    """Judge the Asterisk of the cache folder: there, of a good version, with its sounds."""
    folder = install.folder_in(places.cache())
    if not closure.is_installed(install.WISH, folder):
        yield Finding("Asterisk", False, "not installed", "run `cordboard asterisk install`, or ./run, which does it")
        return
    try:
        asterisk = install.Asterisk(prefix=folder, machine=this_machine())
        version = install.version_of(asterisk)
    except CordboardError as error:
        mend = f"remove {folder} and run `cordboard asterisk install`"
        yield Finding("Asterisk", False, f"is there and does not run: {error}", mend)
        return
    yield of_version(version)
    lacking = [language for language in LANGUAGES if not any((asterisk.sounds / language).glob("*"))]
    lacking += [f"{language}/cord" for language in LANGUAGES if not any((PROMPTS / language).glob("*"))]
    if lacking:
        mend = f"remove {folder} and run `cordboard asterisk install`"
        yield Finding("sounds", False, f"none in {', '.join(lacking)}", mend)
    else:
        yield Finding("sounds", True, " and ".join(LANGUAGES))


def of_version(version: install.Version) -> Finding:
    """Judge a version of Asterisk that can be driven."""
    if version.trouble is not None:
        return Finding("Asterisk", False, f"{version.text}: {version.trouble}", "install another version of it")
    return Finding("Asterisk", True, version.text)


async def own_asterisk_answers(settings: Settings, *, runs: bool) -> list[Finding]:
    """Judge whether our Asterisk answers, if it should."""
    told = places.asterisk(settings)
    secret = told.folder / "secrets" / "ari_password"
    if not runs or not secret.exists():
        return [Finding("Asterisk answers", True, "not running; starts with the centre")]
    url = f"http://127.0.0.1:{told.http_port}"
    try:
        seen = await asterisk_examine.look(url, user=told.app, password=secret.read_text())
    except CordboardError as error:
        return [Finding("Asterisk answers", False, str(error), f"its log is in {told.folder}/log")]
    return [Finding("Asterisk answers", True, f"{seen.version.text} at {url}")]


async def other_asterisk(url: str, settings: Settings) -> list[Finding]:
    """Judge the user's own Asterisk: answering, of a good version, with the modules and sounds that are needed."""
    told = settings.asterisk
    try:
        seen = await asterisk_examine.look(url, user=told.ari_user, password=told.ari_password or "")
    except CordboardError as error:
        mend = "start it, and compare CORDBOARD_ASTERISK_ARI_URL, _USER and _PASSWORD with its http.conf and ari.conf"
        return [Finding("Asterisk", False, str(error), mend)]
    findings = [of_version(seen.version)]
    if seen.lacking:
        mend = "load them in its modules.conf; the administrator's guide has the list"
        findings.append(Finding("Asterisk modules", False, f"not running: {', '.join(seen.lacking)}", mend))
    else:
        findings.append(Finding("Asterisk modules", True, "all that are needed run"))
    findings.append(sounds(seen.sounds, PROMPTS))
    return findings


def voices(cache: Path) -> Finding:
    """Judge the voices that say the texts of flows: there, and speaking."""
    seen = speech_examine.look(cache)
    if not seen.installed:
        mend = "run ./run, which fetches them while the centre works; until then flows play recorded prompts only"
        return Finding("voices", False, "not installed", mend)
    if seen.trouble:
        mend = f"remove {speech_examine.folder_in(cache)} and run ./run, which installs them again"
        return Finding("voices", False, f"are there and do not speak: {seen.trouble}", mend)
    return Finding("voices", True, " and ".join(seen.languages))


def sounds(has: frozenset[tuple[str, str]], prompts: Path) -> Finding:
    """Judge whether a user's Asterisk has our prompts, which it looks for as `cord/NAME`."""
    wanted = {
        (place.parent.name, f"cord/{place.stem}") for language in LANGUAGES for place in prompts.glob(f"{language}/*")
    }
    lacking = sorted(f"{language}/{name}" for language, name in wanted - has)
    if not lacking:
        return Finding("sounds", True, " and ".join(LANGUAGES))
    shown = ", ".join(lacking[:3]) + (" ..." if len(lacking) > 3 else "")
    mend = f"copy each folder of {prompts} to the folder `cord` of that language in its sounds"
    return Finding("sounds", False, f"{len(lacking)} prompts are missing: {shown}", mend)
