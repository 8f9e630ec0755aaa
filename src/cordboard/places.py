"""Where the parts of one centre lie, and what its Asterisk is told, made from the settings."""

from __future__ import annotations

import os
from pathlib import Path

from cordboard.asterisk.instance import InstanceSettings
from cordboard.config import Settings


def cache() -> Path:
    """Return the folder of what can be fetched again, one a person: every clone shares it."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "cordboard"


def postgres(settings: Settings) -> Path:
    """Return the folder of the centre's own PostgreSQL."""
    return settings.home / "postgres"


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
