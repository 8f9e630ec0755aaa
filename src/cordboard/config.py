"""What may be set from outside, where it is read, and how a wrong value is told.

Rule: everything that can be set is a field here, with its words under it. The reference page is made from
these fields (tools/write_settings.py), and a test fails on a field without words.

Defaults give way to one TOML file, and the file to the environment. The file is the one named by
`CORDBOARD_CONFIG`, else `cordboard.toml` in the home folder if there is one. In the file a group is a table
(`[web]`, `port = 8700`); in the environment the same setting is `CORDBOARD_WEB_PORT`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from cordboard.errors import Malformed
from cordboard.fetch.fence import read_host, read_network
from cordboard.mail.addresses import read_sender
from cordboard.reading import BadSetting, read

__all__ = [
    "AsteriskSettings",
    "BadSetting",
    "FlowSettings",
    "LogSettings",
    "MailSettings",
    "Settings",
    "SmsSettings",
    "WebSettings",
    "load",
]

NOT_SETTINGS = frozenset({"CORDBOARD_CONFIG", "CORDBOARD_SKIP_UI", "CORDBOARD_DEV_CENTER", "CORDBOARD_DEBIAN_MIRROR"})
"""Names of the environment that begin like settings and are read elsewhere: the file's own place, the build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The address at which people and browsers reach the centre."""

    host: str = "127.0.0.1"
    """Address to listen at. `0.0.0.0` listens on every network of this machine: give a certificate then,
    because browsers allow the microphone only over https or on the same machine."""

    port: int = field(default=8700, metadata={"least": 1, "most": 65535})
    """TCP port to listen at."""

    tls_certificate: Path | None = None
    """PEM file with the certificate and its chain. Given together with `tls_key`, the centre speaks https itself."""

    tls_key: Path | None = None
    """PEM file with the certificate's private key."""

    secure_cookies: Literal["auto", "always", "never"] = "auto"
    """Whether the session cookie travels over https only. `auto`: yes as soon as a certificate is set here.
    Set `always` behind a proxy that speaks https for the centre."""

    session_hours: float = field(default=12.0, metadata={"least": 0.1, "most": 24 * 90})
    """Hours after which a person signs in again."""

    sign_in_tries_per_minute: int = field(default=10, metadata={"least": 1, "most": 10_000})
    """Tries to sign in, a minute, from one network address or at one account, before further ones are refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskSettings:
    """The telephone switch: one that Cordboard starts itself, or one of your own."""

    ari_url: str | None = None
    """Address of your own Asterisk's HTTP server, such as `http://10.0.0.5:8088`. Unset: Cordboard installs and
    starts an Asterisk of its own."""

    ari_user: str = "cordboard"
    """ARI account on your own Asterisk."""

    ari_password: str | None = field(default=None, repr=False)
    """Password of that account. Needed with `ari_url`; Cordboard's own Asterisk gets a random one."""

    ari_app: str = "cordboard"
    """Name of the Stasis application. Two centres on one Asterisk need two names."""

    bind: str = "127.0.0.1"
    """Address at which Cordboard's own Asterisk listens for SIP and sound. Set it to `0.0.0.0` for phones and trunks
    on the network."""

    http_port: int = field(default=18088, metadata={"least": 1, "most": 65535})
    """TCP port of the own Asterisk's HTTP server. It listens on this machine only; browsers never reach it."""

    sip_port: int = field(default=15060, metadata={"least": 1, "most": 65535})
    """Port for SIP over UDP and TCP. Trunks usually expect 5060."""

    tls_port: int | None = field(default=None, metadata={"least": 1, "most": 65535})
    """Port for SIP over TLS, usually 5061. Unset: none. Needs `tls_certificate` and `tls_key` of this group."""

    tls_certificate: Path | None = None
    """PEM file with the certificate and its chain that SIP over TLS shows."""

    tls_key: Path | None = None
    """PEM file with that certificate's private key."""

    rtp_first: int = field(default=20000, metadata={"least": 1024, "most": 65534})
    """First UDP port for sound. A call uses up to four ports."""

    rtp_last: int = field(default=27999, metadata={"least": 1025, "most": 65535})
    """Last UDP port for sound."""

    external_address: str | None = None
    """Address of this machine as the outside sees it, when it stands behind network address translation."""

    local_nets: tuple[str, ...] = ()
    """Networks that reach this machine directly, such as `10.0.0.0/8`; the external address is not told to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowSettings:
    """What flows may reach outside over HTTP."""

    http_hosts: tuple[str, ...] = ()
    """Hosts that flows may ask: `api.example.com` (https), `*.example.com` for every name that ends so, either with a
    port, and `http://crm.internal:8080` where plain http is allowed. Unset: none."""

    http_private_networks: tuple[str, ...] = ()
    """Networks besides the open internet that listed hosts may lead to, such as `10.20.0.0/16` or `127.0.0.0/8`.
    Unset: none, so that no flow reaches into the company's own network."""

    http_at_once: int = field(default=64, metadata={"least": 1, "most": 1000})
    """Requests of flows that are under way side by side; others wait within their time."""

    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Secrets by name, sent as `Authorization: Bearer` by the requests that name one. Flows know the name alone. A
    secret goes to whichever listed host the flow asks, over plain http too if that is listed: list few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mail server through which e-mail goes out."""

    host: str | None = None
    """Name of the server. Unset: no e-mail is sent."""

    port: int = field(default=587, metadata={"least": 1, "most": 65535})
    """TCP port of the server: usually 587 with `starttls`, 465 with `tls`, 25 with `none`."""

    security: Literal["tls", "starttls", "none"] = "starttls"
    """`tls` from the first byte; `starttls`: begun before anything is said of a letter, or nothing is sent; `none`:
    for a server on this machine or in a network that you trust."""

    username: str | None = None
    """Account on the server. Unset: it takes mail without a sign-in."""

    password: str | None = field(default=None, repr=False)
    """Password of that account."""

    sender: str | None = None
    """From whom e-mail comes: `Example Ltd <info@example.com>`, or the address alone. Needed with `host`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsSettings:
    """The gateway through which SMS go out. It is sent `POST` with the JSON object `{"id", "from", "to", "text"}`, and
    `Idempotency-Key` with the same id; any answer of 2xx means that it took the message."""

    url: str | None = None
    """Address of the gateway. Unset: no SMS is sent."""

    token: str | None = field(default=None, repr=False)
    """Sent as `Authorization: Bearer`. Unset: none."""

    sender: str | None = None
    """Name or number that the receiver sees. Unset: the gateway's own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """What the program writes about itself, to its standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least weighty lines to write."""

    format: Literal["auto", "text", "json"] = "auto"
    """`text` for people, `json` for programs, one object a line; `auto`: text on a terminal, else json."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may be set."""

    home: Path
    """Folder of everything that must not be lost: the database, recordings, keys. Unset:
    `$XDG_DATA_HOME/cordboard`, else `~/.local/share/cordboard`; one centre a person, whatever clone it is started
    from. `cordboard run --home` sets it too."""

    database_url: str | None = None
    """Your own PostgreSQL 15 or later, such as `postgresql://cordboard:secret@db.example/cordboard`. Unset: Cordboard
    starts one of its own in the home folder."""

    recordings_url: str | None = None
    """Where recordings are kept: a folder, or `s3://bucket/prefix`. Unset: `recordings` in the home folder."""

    timezone: str = "UTC"
    """Time zone of the centre, such as `Europe/Berlin`: where its days begin and end on the board."""

    phone_region: str | None = None
    """Country of telephone numbers that come without one, as ISO 3166 has it, such as `DE`. Unset: only numbers with
    their country's code find their customer."""

    metrics: bool = True
    """Whether `/metrics` answers, for Prometheus."""

    web: WebSettings = field(default_factory=WebSettings)
    asterisk: AsteriskSettings = field(default_factory=AsteriskSettings)
    flows: FlowSettings = field(default_factory=FlowSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    sms: SmsSettings = field(default_factory=SmsSettings)
    log: LogSettings = field(default_factory=LogSettings)


def load(*, environ: Mapping[str, str] | None = None, home: Path | None = None) -> Settings:
    """Return the settings of this start; `home`, when given, is the folder asked for on the command line.

    Raises:
        BadSetting: a name is not a setting, or a value is none that is accepted.
    """
    environ = dict(os.environ if environ is None else environ)
    if home is not None:
        environ["CORDBOARD_HOME"] = str(home)
    supposed = Path(environ.get("CORDBOARD_HOME") or _usual_home(environ)).expanduser().absolute()
    named = environ.get("CORDBOARD_CONFIG")
    file = Path(named).expanduser() if named else supposed / "cordboard.toml"
    settings = read(
        Settings,
        file=file if named or file.exists() else None,
        environ={name: text for name, text in environ.items() if name not in NOT_SETTINGS},
        given={"home": supposed},
    )
    _agree(settings)
    return settings


def _usual_home(environ: Mapping[str, str]) -> Path:
    share = environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(share) / "cordboard"


def _agree(settings: Settings) -> None:
    """Refuse settings that are right one by one and wrong together."""
    asterisk = settings.asterisk
    for group, part in (("web", settings.web), ("asterisk", asterisk)):
        if (part.tls_certificate is None) != (part.tls_key is None):
            raise BadSetting(f"{group}.tls_key", f"is given together with {group}.tls_certificate, or neither is")
        for name, path in (("tls_certificate", part.tls_certificate), ("tls_key", part.tls_key)):
            if path is not None and not os.access(path, os.R_OK):
                raise BadSetting(f"{group}.{name}", f"names a file that can be read; {path} cannot")
    if asterisk.tls_port is not None and asterisk.tls_key is None:
        raise BadSetting("asterisk.tls_key", "is needed when asterisk.tls_port is set")
    if asterisk.ari_url is not None:
        if not asterisk.ari_url.startswith(("http://", "https://")):
            raise BadSetting("asterisk.ari_url", "begins with http:// or https://")
        if asterisk.ari_password is None:
            raise BadSetting("asterisk.ari_password", "is needed when asterisk.ari_url is set")
    if asterisk.rtp_last <= asterisk.rtp_first:
        raise BadSetting("asterisk.rtp_last", f"is greater than asterisk.rtp_first, which is {asterisk.rtp_first}")
    if settings.timezone not in available_timezones():
        raise BadSetting("timezone", f"is a name of the IANA time zone database; {settings.timezone!r} is none")
    if settings.phone_region is not None and not re.fullmatch("[A-Z]{2}", settings.phone_region):
        raise BadSetting("phone_region", "is two capital letters, such as DE")
    if settings.database_url is not None and not settings.database_url.startswith(("postgresql://", "postgres://")):
        raise BadSetting("database_url", "begins with postgresql://")
    _agree_outside(settings)


def _agree_outside(settings: Settings) -> None:
    """Refuse what the senders of flows could not work with."""
    flows, mail, sms = settings.flows, settings.mail, settings.sms
    lists = {"flows.http_hosts": flows.http_hosts, "flows.http_private_networks": flows.http_private_networks}
    for name, entries in lists.items():
        for entry in entries:
            try:
                (read_host if name == "flows.http_hosts" else read_network)(entry)
            except Malformed as error:
                raise BadSetting(name, f"cannot be read: {error.says}") from None
    secrets = {f"flows.credentials.{name}": text for name, text in flows.credentials.items()}
    for name, secret in (secrets | {"sms.token": sms.token}).items():
        if secret is not None and not re.fullmatch(r"[\x21-\x7e]{1,4000}", secret):
            raise BadSetting(name, "takes characters of ASCII without spaces")
    if mail.host is not None:
        try:
            read_sender(mail.sender or "")
        except Malformed:
            accepted = "is needed with mail.host, such as Example Ltd <info@example.com>"
            raise BadSetting("mail.sender", accepted) from None
    if (mail.username is None) != (mail.password is None):
        raise BadSetting("mail.password", "is given together with mail.username, or neither is")
    if mail.username is not None and mail.security == "none":
        raise BadSetting("mail.security", "is tls or starttls when mail.username is set: a password is not said openly")
    if sms.url is not None and not re.fullmatch(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", sms.url):
        raise BadSetting("sms.url", "begins with https:// or http:// and a host, without a name or password before it")
