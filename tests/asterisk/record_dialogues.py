"""Records what a real Asterisk says by ARI while real phones call, one scenario a file, for the tests of translate.

Run: `python -m tests.asterisk.record_dialogues` (needs SIPp). It writes tests/fixtures/ari/*.jsonl: each line
is one frame as it came on the wire.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from cordboard.asterisk import frames, install
from cordboard.asterisk.instance import write
from cordboard.asterisk.process import AsteriskProcess
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.flows import events as fev
from tests.asterisk.walk import Walk, walking
from tests.calls.phones import Phones
from tests.calls.switch import CACHE, settings_of

MACHINE = b'"asterisk_id":"00:00:5e:00:53:01"'
"""Instead of this machine's own address. Source: RFC 7042, addresses for documentation."""
FOLDER = Path(__file__).parent.parent / "fixtures" / "ari"


async def served(walk: Walk) -> None:
    await walk.agent("ann")
    walk.phones.customer("100", leaves_after_s=2)
    await walk.event(ev.ContactEnded)


async def hung_up_by_the_agent(walk: Walk) -> None:
    await walk.agent("ann", "hangs_up", leaves_after_s=1)
    walk.phones.customer("101")
    await walk.event(ev.ContactEnded)


async def declined(walk: Walk) -> None:
    await walk.agent("ann", "declines")
    walk.phones.customer("100", leaves_after_s=2)
    await walk.event(ev.ContactEnded)


async def menu(walk: Walk) -> None:
    walk.phones.customer("200", keys=[(4.0, "5"), (1.0, "2")], leaves_after_s=7)
    await walk.event(fev.KeyTaken)
    await walk.event(ev.ContactEnded)


async def turned_away(walk: Walk) -> None:
    walk.phones.customer("400")
    await walk.event(ev.ContactEnded, timeout_s=20)


async def strange_caller(walk: Walk) -> None:
    walk.phones.customer("100", caller="9" * 300, shown="مرحبا 😀 \u202e \\ x", leaves_after_s=1)
    await walk.event(ev.ContactEnded)


async def stranger(walk: Walk) -> None:
    await asyncio.to_thread(walk.phones.stranger().finished)


async def transferred(walk: Walk) -> None:
    await walk.agent("ann")
    walk.phones.customer("100", leaves_after_s=4)
    await walk.event(ev.ContactConnected)
    await walk.agent("bob")
    await walk.ask(inp.TransferContact(agent_id="ann", queue_id="support"))
    await walk.event(ev.ContactEnded)


SCENARIOS: tuple[Callable[[Walk], Awaitable[None]], ...] = (
    *(served, hung_up_by_the_agent, declined, menu, turned_away, strange_caller, stranger, transferred),
)


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    said: list[bytes] = []
    read = frames.frame

    def overhear(words: bytes | str) -> frames.Frame:
        said.append(words if isinstance(words, bytes) else words.encode())
        return read(words)

    frames.frame = overhear
    with tempfile.TemporaryDirectory() as folder:
        instance = write(settings_of(Path(folder) / "switch"), install.install(CACHE, print))
        process = AsteriskProcess(instance)
        await process.start()
        try:
            for scenario in SCENARIOS:
                said.clear()
                phones = Phones(Path(folder) / scenario.__name__, instance.settings.sip_port)
                async with walking(instance, phones, Path(folder) / f"of-{scenario.__name__}") as walk:
                    await scenario(walk)
                    await asyncio.sleep(1)
                phones.close()
                lines = (re.sub(rb'"asterisk_id":"[^"]*"', MACHINE, line) + b"\n" for line in said)
                (FOLDER / f"{scenario.__name__}.jsonl").write_bytes(b"".join(lines))
                print(scenario.__name__, len(said))
        finally:
            await process.stop()


if __name__ == "__main__":
    asyncio.run(main())
