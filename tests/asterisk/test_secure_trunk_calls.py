"""A trunk over TLS with SRTP, between one Asterisk and itself."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from cordboard.asterisk import install, provision
from cordboard.asterisk.instance import write
from cordboard.asterisk.process import AsteriskProcess
from cordboard.center.trunks import Trunk
from cordboard.listening import free_port
from tests.calls.ari import connected
from tests.calls.switch import settings_of

pytestmark = pytest.mark.calls


async def test_a_call_over_tls_and_srtp_is_set_up_and_heard(installed: install.Asterisk, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("a certificate for the test wants openssl: sudo apt-get install -y openssl")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-out"]
    subprocess.run([*words, str(certificate), "-keyout", str(key)], check=True, capture_output=True)
    settings = settings_of(
        tmp_path / "own",
        tls_port=free_port(),
        tls_certificate=certificate,
        tls_key=key,
        rtp_first=20000,
        rtp_last=27999,
    )
    instance = write(settings, installed)
    process = AsteriskProcess(instance)
    await process.start()
    try:
        trunk = Trunk(trunk_id="safe", host="127.0.0.1", port=settings.tls_port, transport="tls", is_encrypted=True)
        async with connected(instance) as ari:
            await ari.put_objects(provision.trunk_objects(trunk, media_address="127.0.0.1"))
            await ari.ask("POST", "channels", endpoint="PJSIP/300@trunk-safe", app="cordboard", appArgs="near")
            far = (await ari.event("StasisStart", lambda e: e["args"] == ["in", "300"]))["channel"]["id"]
            await ari.ask("POST", f"channels/{far}/answer")
            near = (await ari.event("StasisStart", lambda e: e["args"] == ["near"]))["channel"]["id"]
            await ari.ask("POST", f"channels/{far}/play", media="tone:1000")
            await asyncio.sleep(0.5)
            for asked in ("CHANNEL(pjsip,secure)", "CHANNEL(rtp,secure)"):
                told = await ari.ask("GET", f"channels/{near}/variable", variable=asked)
                assert told["value"] == "1", asked
            assert (await ari.ask("GET", f"channels/{near}/rtp_statistics"))["rxcount"] > 10
    finally:
        await process.stop()
