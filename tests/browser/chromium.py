"""A real Chromium: how it is started, what its microphone hears, and what its pages must never do."""

from __future__ import annotations

import os
import re
import shutil
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, WebSocket

WITHOUT_CHROMIUM = "Chromium is not installed; these tests want it: sudo apt-get install -y chromium"
MICROPHONE_HZ = 48_000
ON_S, OFF_S = 0.4, 0.2
"""The tone in the microphone comes and goes as speech does: browsers take a steady one for noise and remove it."""

FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",  # the centre is at 127.0.0.1
)

EAVESDROP = """
window.peers = [];
const Real = RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(...words) { super(...words); window.peers.push(this); }
};
"""
"""Every peer connection of a page, for its statistics."""

SIGN_IN_PROBE = re.compile(r"status of 401")
"""A stranger's page asks who is signed in, and the browser itself writes the answer's status into the console."""


def executable() -> str:
    """Return Chromium's path, or skip the test with the line that installs it."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip(WITHOUT_CHROMIUM)
    return found


def write_microphone(file: Path, hz: float) -> Path:
    """Write what a fake microphone hears: a tone that comes and goes, ten seconds, which Chromium repeats."""
    instants = np.arange(round((ON_S + OFF_S) * MICROPHONE_HZ)) / MICROPHONE_HZ
    one = np.where(instants < ON_S, np.sin(2 * np.pi * hz * instants), 0.0)
    samples = (12_000 * np.tile(one, 16)).astype("<i2")
    with wave.open(str(file), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(MICROPHONE_HZ)
        made.writeframes(samples.tobytes())
    return file


def launch(player: Playwright, microphone: Path) -> Browser:
    """Start a Chromium whose microphone hears this file."""
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={microphone}"]
    return player.chromium.launch(executable_path=executable(), headless=True, args=flags)


@dataclass
class Watch:
    """Everything that a page does and must not: complaints in the console, errors, talk with other hosts."""

    host: str
    complaints: list[str] = field(default_factory=list)
    allowed: list[re.Pattern[str]] = field(default_factory=lambda: [SIGN_IN_PROBE])

    def allow(self, *patterns: str) -> None:
        """Expect complaints like these, as when a test takes the centre away."""
        self.allowed += [re.compile(pattern) for pattern in patterns]

    def over(self, context: BrowserContext) -> None:
        """Watch every page of this context."""
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("request", self._asked)
        context.on("page", lambda page: page.on("websocket", self._opened))

    @property
    def unexpected(self) -> list[str]:
        """Complaints that nothing explains."""
        return [said for said in self.complaints if not any(pattern.search(said) for pattern in self.allowed)]

    def _said(self, message: ConsoleMessage) -> None:
        # a violated content security policy is an error of the console, too
        if message.type == "error":
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        self._is_ours(request.url)

    def _opened(self, socket: WebSocket) -> None:
        self._is_ours(socket.url)

    def _is_ours(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.complaints.append(f"asked another host: {url}")


@contextmanager
def watched(browser: Browser, watch: Watch, url: str, **more: object) -> Iterator[BrowserContext]:
    """Yield a fresh browser profile that may use the microphone, every page of it watched."""
    words = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "permissions": ["microphone"], **more}
    context = browser.new_context(base_url=url, **words)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    context.add_init_script(EAVESDROP)
    watch.over(context)
    try:
        yield context
    finally:
        context.close()


def packets_heard(page: Page) -> int:
    """Return how many packets of sound this page's calls have received so far."""
    return int(
        page.evaluate(
            """async () => {
              let packets = 0;
              for (const peer of window.peers)
                for (const one of (await peer.getStats()).values())
                  if (one.type === "inbound-rtp") packets += one.packetsReceived;
              return packets;
            }"""
        )
    )


def loudness_heard(page: Page) -> float:
    """Return the loudest level of received sound that the browser itself measures now, 0..1."""
    return float(
        page.evaluate(
            """async () => {
              let loudest = 0;
              for (const peer of window.peers)
                for (const one of (await peer.getStats()).values())
                  if (one.type === "inbound-rtp") loudest = Math.max(loudest, one.audioLevel ?? 0);
              return loudest;
            }"""
        )
    )


def connections(page: Page) -> list[dict[str, object]]:
    """Return how this page's peer connections are doing, for the words of a failure."""
    found: list[dict[str, object]] = page.evaluate(
        """async () => Promise.all(window.peers.map(async peer => {
          const parts = [...(await peer.getStats()).values()];
          return {
            connection: peer.connectionState,
            received: parts.filter(one => one.type === "inbound-rtp").map(one => one.packetsReceived),
            sent: parts.filter(one => one.type === "outbound-rtp").map(one => one.packetsSent),
            pairs: parts.filter(one => one.type === "candidate-pair").map(one => [one.state, one.bytesReceived]),
          };
        }))"""
    )
    return found
