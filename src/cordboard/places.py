"""Where the parts of one centre lie, and what its Asterisk is told, made from the settings."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

from cordboard.asterisk.instance import InstanceSettings
from cordboard.config import Settings


def cache() -> Path:
    """Return the folder of what can be fetched again, one a person: every clone shares it."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "cordboard"


def demo_home() -> Path | None:
    """Return the sample company's own home, beside the usual one; None where a home is set in the environment."""
    if os.environ.get("CORDBOARD_HOME"):
        return None
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "cordboard-demo"


def web_url(settings: Settings) -> str:
    """Return where a browser of this machine finds the centre."""
    scheme = "https" if settings.web.tls_certificate else "http"
    host = "127.0.0.1" if settings.web.host in ("0.0.0.0", "::") else settings.web.host
    return f"{scheme}://{host}:{settings.web.port}"


def scratch(settings: Settings) -> Path:
    """Return the folder for recordings that are being joined; a start empties what a kill left in it."""
    folder = settings.home / "scratch"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def prompts(settings: Settings) -> Path:
    """Return the folder of uploaded prompts."""
    return settings.home / "prompts"


def sentences(settings: Settings) -> Path:
    """Return the folder of what voices said; it can be said again."""
    return settings.home / "sentences"


def sip_host(settings: Settings) -> str:
    """Return the address that a SIP phone is set up with; what this machine calls itself, where all are listened at."""
    told = settings.asterisk
    if told.external_address is not None:
        return told.external_address
    if told.ari_url is not None:
        return urlsplit(told.ari_url).hostname or told.bind
    return socket.getfqdn() if told.bind in ("0.0.0.0", "::") else told.bind


def postgres(settings: Settings) -> Path:
    """Return the folder of the centre's own PostgreSQL."""
    return settings.home / "postgres"


def outside(settings: Settings) -> Path:
    """Return the folder of the outside world that makes sample calls."""
    return settings.home / "outside"


def recordings(settings: Settings) -> str:
    """Return where recordings are kept, a folder's path or an address."""
    return settings.recordings_url or str(settings.home / "recordings")


def asterisk(settings: Settings) -> InstanceSettings:
    """Return what the centre's own Asterisk is told."""
    told = settings.asterisk
    return InstanceSettings(
        folder=settings.home / "asterisk",
        bind=told.bind,
        http_port=told.http_port,
        sip_port=told.sip_port,
        tls_port=told.tls_port,
        tls_certificate=told.tls_certificate,
        tls_key=told.tls_key,
        rtp_first=told.rtp_first,
        rtp_last=told.rtp_last,
        external_address=told.external_address,
        local_networks=told.local_nets,
        app=told.ari_app,
    )
