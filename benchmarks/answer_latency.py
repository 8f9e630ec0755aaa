"""From the caller's INVITE to the agent's INVITE: our queue against Asterisk's own app_queue, on the same Asterisk.

Both queues have the same 200 agents' phones, which answer at once; calls last two seconds, without sound and without
recording. Our centre is a process of its own with its journal in PostgreSQL, every commit flushed to disk. The two take
turns at each rate, and each rate has several turns, so that a slow minute of the machine hits both. Times are read from
the message logs of SIPp, paired by the caller's number. CPU is that of each process over the turn, by call.

Run: `uv run python benchmarks/answer_latency.py [--quick]`. Needs sipp (Debian: sip-tester).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cordboard import places  # noqa: E402
from cordboard.asterisk import instance, provision  # noqa: E402
from cordboard.asterisk.ari import AriHttp, AriSettings  # noqa: E402
from cordboard.asterisk.install import install  # noqa: E402
from cordboard.asterisk.process import AsteriskProcess  # noqa: E402
from cordboard.center.center import Center  # noqa: E402
from cordboard.center.entries import Entry  # noqa: E402
from cordboard.center.people import Agent  # noqa: E402
from cordboard.center.queues import Queue, WaitingPlan  # noqa: E402
from cordboard.runtime.configuration import Configuration  # noqa: E402
from tests.calls.centre import Centre, account, until  # noqa: E402
from tests.calls.phones import free_port  # noqa: E402

AGENTS = 200
TALK_MS = 2000
CALLERS_ADDRESS = "127.0.0.2"
OURS, APP_QUEUE = "ours", "app_queue"
NUMBERS = {OURS: "500", APP_QUEUE: "q500"}
HERTZ = os.sysconf("SC_CLK_TCK")
MESSAGE = re.compile(r"^-{10,} (\S+)[ \t]+(\S+)$", re.M)


def center() -> Configuration:
    """One queue without recording and wrap-up, and the agents."""
    queue = Queue(queue_id="bench", name="Bench", recorded=False, wrap_up_s=0, waiting=WaitingPlan(announce_every_s=0))
    agents = {f"a{n}": Agent(agent_id=f"a{n}", name=f"a{n}") for n in range(AGENTS)}
    entries = {NUMBERS[OURS]: Entry(number=NUMBERS[OURS], queue_id="bench")}
    return Configuration(center=Center(queues={"bench": queue}, agents=agents, entries=entries))


def cpu_s(pid: int) -> float:
    """Processor seconds of a process and of its children that have ended or still run."""
    total = 0.0
    for each in (pid, *children(pid)):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / HERTZ
    return total


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


@dataclass
class Turn:
    """What one way did at one rate."""

    waits_ms: list[float] = field(default_factory=list)
    lost: int = 0
    calls: int = 0
    cpu_s: dict[str, float] = field(default_factory=dict)

    def add(self, other: Turn) -> None:
        self.waits_ms += other.waits_ms
        self.lost += other.lost
        self.calls += other.calls
        for name, spent in other.cpu_s.items():
            self.cpu_s[name] = self.cpu_s.get(name, 0.0) + spent

    def ms(self, share: float) -> float:
        """The wait that this share of the calls did not exceed."""
        ordered = sorted(self.waits_ms)
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1) if ordered else float("nan")

    def cpu_ms(self, name: str) -> float:
        """Processor milliseconds a call."""
        return round(1000 * self.cpu_s.get(name, 0.0) / max(1, self.calls), 2)


class Bench:
    """One Asterisk with both queues, our centre beside it, and the phones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.agents_port = free_port()
        self.centre = Centre(home=folder / "home")
        told = places.asterisk(self.centre.settings)
        queue = ["[general]", "autofill = yes", "shared_lastcall = yes", "[bench]", "strategy = leastrecent"]
        queue += ["timeout = 20", "retry = 1", "wrapuptime = 0", "ringinuse = no", "joinempty = yes"]
        queue += [f"member => PJSIP/bench-{n}" for n in range(AGENTS)]
        # a plain Answer() would wait up to half a second for sound
        plan = ["[inbound]", f"exten => {NUMBERS[APP_QUEUE]},1,Answer(,i)", " same => n,Queue(bench,,,,300)"]
        own = instance.InstanceSettings(
            folder=folder / "asterisk",
            http_port=told.http_port,
            sip_port=told.sip_port,
            rtp_first=told.rtp_first,
            rtp_last=told.rtp_last,
            further_modules=("app_queue",),
            further_files={
                "queues.conf": "\n".join(queue) + "\n",
                "extensions-bench.conf": "\n".join([*plan, " same => n,Hangup()"]) + "\n",
            },
        )
        self.instance = instance.write(own, install(places.cache(), print))
        self.asterisk = AsteriskProcess(self.instance)
        self.centre.further = {
            "CORDBOARD_ASTERISK_ARI_URL": self.instance.ari_url,
            "CORDBOARD_ASTERISK_ARI_PASSWORD": self.instance.ari_password,
        }
        self.logins = [f"a{n}" for n in range(AGENTS)]

    async def set_up(self) -> None:
        """Start all parts, and let the phones and the agents be there."""
        await self.asterisk.start()
        await asyncio.to_thread(self.centre.prepare, center(), [account(login) for login in self.logins])
        self.centre.start()
        access = AriSettings(
            url=self.instance.ari_url, user=self.instance.settings.app, password=self.instance.ari_password, app="x"
        )
        http = AriHttp(access)
        contact = f"sip:phone@127.0.0.1:{self.agents_port}"
        try:
            for n in range(AGENTS):
                at = provision.PjsipObject(
                    object_type="aor", object_id=provision.sip_phone_id(f"a{n}"), fields=(("contact", contact),)
                )
                await http.ask("PUT", at.path, at.body)
                for thing in bench_phone(n, contact):
                    await http.ask("PUT", thing.path, thing.body)
            for thing in callers_trunk():
                await http.ask("PUT", thing.path, thing.body)
        finally:
            await http.close()
        await self.asterisk.cli("queue reload all")
        for login in self.logins:
            desk = self.centre.browser(login)
            desk.do("sign-in", phone="sip")
            desk.do("ready")
        self.phones = self.sipp("agent", "127.0.0.1", self.agents_port)
        watcher = self.centre.browser(self.logins[0])
        until(
            lambda: watcher.tiles()["queue:bench"]["agents_ready"] == AGENTS,
            what="all agents are ready and their phones are seen",
            timeout_s=60,
        )

    async def close(self) -> None:
        """End all parts."""
        if getattr(self, "phones", None) is not None:
            self.phones.terminate()
        if self.centre.process is not None:
            self.centre.stop()
        await self.asterisk.stop()

    def sipp(self, scenario: str, host: str, port: int, *options: str) -> subprocess.Popen[bytes]:
        """Start SIPp with a log of its messages."""
        file = ROOT / "benchmarks" / "sipp" / f"{scenario}.xml"
        target = f"127.0.0.1:{self.instance.settings.sip_port}"
        words = ["sipp", target, "-sf", str(file), "-i", host, "-mi", host, "-p", str(port), "-nostdin"]
        words += ["-trace_msg", "-message_file", str(self.folder / f"{scenario}.msg"), *options]
        return subprocess.Popen(words, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def turn(self, way: str, rate: int, seconds: int) -> Turn:
        """Send calls at this rate into one of the queues."""
        calls = rate * seconds
        pids = {"asterisk": self.asterisk.pid or 0, "postgres": self.centre.postgres_pid()}
        assert self.centre.process is not None
        watched = {**pids, "ours": self.centre.process.pid}
        before = {name: cpu_s(pid) for name, pid in watched.items()}
        (self.folder / "caller.msg").unlink(missing_ok=True)
        mark = (self.folder / "agent.msg").stat().st_size if (self.folder / "agent.msg").exists() else 0
        options = ["-s", NUMBERS[way], "-r", str(rate), "-m", str(calls), "-l", "5000", "-d", str(TALK_MS)]
        callers = self.sipp("caller", CALLERS_ADDRESS, free_port(CALLERS_ADDRESS), *options)
        try:
            callers.wait(seconds + 40)
        except subprocess.TimeoutExpired:
            callers.kill()
            callers.wait()
        time.sleep(1.0)
        sent = invites((self.folder / "caller.msg").read_text(errors="replace"), "sent")
        with (self.folder / "agent.msg").open(errors="replace") as log:
            log.seek(mark)
            rung = invites(log.read(), "received")
        waits = [1000 * (rung[caller] - at) for caller, at in sent.items() if caller in rung]
        spent = {name: cpu_s(pid) - before[name] for name, pid in watched.items()}
        return Turn(waits_ms=waits, lost=calls - len(waits), calls=calls, cpu_s=spent)


def bench_phone(n: int, contact: str) -> list[provision.PjsipObject]:
    """A phone for app_queue; one call at a time, as for our agents."""
    name = f"bench-{n}"
    endpoint = {"context": "agents", "disallow": "all", "allow": "ulaw", "aors": name, "direct_media": "no"}
    endpoint |= {"device_state_busy_at": "1", "media_address": "127.0.0.1", "bind_rtp_to_media_address": "yes"}
    return [
        provision.PjsipObject(object_type="aor", object_id=name, fields=(("contact", contact),)),
        provision.PjsipObject(object_type="endpoint", object_id=name, fields=tuple(endpoint.items())),
    ]


def callers_trunk() -> list[provision.PjsipObject]:
    """The callers' line, known by its address."""
    from cordboard.center.trunks import Trunk

    trunk = Trunk(trunk_id="bench", host=CALLERS_ADDRESS, matches=(CALLERS_ADDRESS,), codecs=("ulaw",))
    return provision.trunk_objects(trunk, media_address="127.0.0.1")


def invites(log: str, way: str) -> dict[str, float]:
    """Return when the first INVITE of each caller's number was sent or received, seconds since the Unix epoch."""
    found: dict[str, float] = {}
    marks = list(MESSAGE.finditer(log))
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        text = log[mark.end() : after.start() if after else len(log)]
        head, _, message = text.partition("\n\n")
        if way in head and message.startswith("INVITE "):
            caller = re.search(r"^From:[^\n]*sips?:([^@;>]+)@", message, re.M | re.I)
            if caller is not None:
                found.setdefault(caller[1], instant(mark))
    return found


def instant(mark: re.Match[str]) -> float:
    """Return the instant in the head of a logged message."""
    return time.mktime(time.strptime(f"{mark[1]} {mark[2].partition('.')[0]}", "%Y-%m-%d %H:%M:%S")) + float(
        f"0.{mark[2].partition('.')[2]}"
    )


@contextmanager
def folder() -> Iterator[Path]:
    """A folder with a short name, for sockets' sake."""
    with tempfile.TemporaryDirectory(prefix="cb-") as name:
        yield Path(name)


def report(rate: int, ours: Turn, theirs: Turn) -> dict[str, float | int]:
    """Print one rate, and return its figures."""
    for name, turn in ((OURS, ours), (APP_QUEUE, theirs)):
        cpu = ", ".join(f"{process} {turn.cpu_ms(process)}" for process in ("ours", "postgres", "asterisk"))
        print(
            f"{rate:3}/s {name:10} p50 {turn.ms(0.5):6} p95 {turn.ms(0.95):6} p99 {turn.ms(0.99):6} ms, "
            f"{turn.calls} calls, {turn.lost} lost; CPU ms a call: {cpu}"
        )
    ratio = round(ours.ms(0.95) / theirs.ms(0.95), 2)
    print(f"{rate:3}/s p95 of ours over app_queue's: {ratio}")
    return {
        "ours_p50_ms": ours.ms(0.5),
        "ours_p95_ms": ours.ms(0.95),
        "ours_p99_ms": ours.ms(0.99),
        "app_queue_p50_ms": theirs.ms(0.5),
        "app_queue_p95_ms": theirs.ms(0.95),
        "app_queue_p99_ms": theirs.ms(0.99),
        "p95_ratio": ratio,
        "lost": ours.lost,
        "app_queue_lost": theirs.lost,
        "ours_cpu_ms": ours.cpu_ms("ours"),
        "postgres_cpu_ms": ours.cpu_ms("postgres"),
        "asterisk_cpu_ms": ours.cpu_ms("asterisk"),
    }


async def measure(quick: bool) -> dict[str, dict[str, float | int]]:
    """Measure all rates."""
    rates, turns, seconds = ((10, 20, 40), 1, 6) if quick else ((10, 20, 40), 3, 15)
    figures = {}
    with folder() as place:
        bench = Bench(place)
        try:
            await bench.set_up()
            for way in (OURS, APP_QUEUE):
                bench.turn(way, 5, 4)
            for rate in rates:
                totals = {OURS: Turn(), APP_QUEUE: Turn()}
                for n in range(turns):
                    for way in (OURS, APP_QUEUE) if n % 2 == 0 else (APP_QUEUE, OURS):
                        totals[way].add(bench.turn(way, rate, seconds))
                figures[str(rate)] = report(rate, totals[OURS], totals[APP_QUEUE])
            where_time_goes(bench)
        finally:
            await bench.close()
    return figures


def where_time_goes(bench: Bench) -> None:
    """Print the means of the parts of our path, from the metrics of the centre."""
    text = bench.centre.browser(bench.logins[0]).ask("GET", "/metrics", raw=True).decode()
    sums = dict(re.findall(r"^(cordboard_\w+_seconds(?:_sum|_count)\S*) (\S+)$", text, re.M))
    for name, total in sums.items():
        count = float(sums.get(name.replace("_sum", "_count"), 0))
        if "_sum" in name and count:
            print(f"     {name.replace('_sum', '')}: mean {1000 * float(total) / count:.2f} ms over {count:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one short turn a rate, for a look")
    quick = parser.parse_args().quick
    if shutil.which("sipp") is None:
        sys.exit("this needs sipp; on Debian: apt-get install sip-tester")
    print(json.dumps(asyncio.run(measure(quick))))


if __name__ == "__main__":
    main()
