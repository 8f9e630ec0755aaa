"""The texts of an instance's configuration files, from its settings. Nothing is written here."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cordboard.asterisk.dialplan import extensions_conf
from cordboard.asterisk.modules import modules_conf

if TYPE_CHECKING:
    from cordboard.asterisk.instance import Folders, InstanceSettings

OPEN_FILES = 65535
"""Descriptors wanted; a call of two legs takes about six."""
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})
CHANNEL_VARIABLES = ("CORD_ID", "CORD_ROLE", "CORD_OFFER")
"""Variables of ours that every channel's snapshot carries: who is who after a restart."""
EMPTY = (
    *("features", "udptl", "ccss", "acl", "extconfig", "cli_aliases", "cli", "cli_permissions", "codecs"),
    *("dsp", "dnsmgr", "cel", "manager", "websocket_client"),
)
"""Files that Asterisk looks for and that say nothing."""


def config_texts(
    settings: InstanceSettings, folders: Folders, *, modules: Path, music: Path, ari_password: str
) -> Mapping[str, str]:
    """Return the text of each file of etc/, by its name."""
    texts = {f"{name}.conf": "" for name in EMPTY}
    texts |= {
        "asterisk.conf": _asterisk_conf(settings, folders, modules),
        "indications.conf": INDICATIONS_CONF,
        "modules.conf": modules_conf(settings.further_modules),
        "logger.conf": "[general]\ndateformat = %F %T.%3q\n[logfiles]\n"
        "messages => notice,warning,error\nconsole => error\n",
        "http.conf": _http_conf(settings),
        "ari.conf": _ari_conf(settings, ari_password),
        "stasis.conf": "[threadpool]\ninitial_size = 5\nidle_timeout_sec = 20\nmax_size = 50\n",
        "rtp.conf": _rtp_conf(settings),
        "pjproject.conf": "[startup]\nlog_mappings = no\n",
        "sorcery.conf": SORCERY_CONF,
        "pjsip.conf": _pjsip_conf(settings),
        "musiconhold.conf": f"[general]\n[default]\nmode = files\ndirectory = {music}\nsort = randstart\n",
        "cdr.conf": "[general]\nenable = no\n",
        "extensions.conf": extensions_conf(
            app=settings.app,
            languages=settings.languages,
            recordings=folders.recordings,
            browsers_at=f"127.0.0.1:{settings.http_port}",
            further=[name for name in settings.further_files if name.startswith("extensions-")],
        ),
    }
    return texts | dict(settings.further_files)


def _asterisk_conf(settings: InstanceSettings, folders: Folders, modules: Path) -> str:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    return f"""[directories]
astetcdir => {folders.etc}
astmoddir => {modules}
astvarlibdir => {folders.lib}
astdbdir => {folders.lib}
astkeydir => {folders.keys}
astdatadir => {folders.shared}
astagidir => {folders.lib}
astspooldir => {folders.spool}
astrundir => {folders.run}
astlogdir => {folders.log}
astsbindir => {folders.lib}
astcachedir => {folders.cache}
[options]
verbose = 1
nocolor = yes
systemname = {settings.name}
; RTP flows on answered channels outside a bridge: recording, NAT and whisper need it
transmit_silence = yes
defaultlanguage = {settings.languages[0]}
documentation_language = en_US
maxfiles = {files}
live_dangerously = no
hideconnect = yes
"""


def _http_conf(settings: InstanceSettings) -> str:
    # session_keep_alive: a client must drop an idle connection earlier, after 14 s
    return f"""[general]
enabled = yes
servername = {settings.name}
bindaddr = 127.0.0.1
bindport = {settings.http_port}
sessionlimit = 2000
session_inactivity = 30000
session_keep_alive = 15000
"""


def _ari_conf(settings: InstanceSettings, password: str) -> str:
    # websocket_write_timeout, ms: at the default of 100 a client that pauses is dropped
    return f"""[general]
enabled = yes
pretty = no
websocket_write_timeout = 1000
channelvars = {",".join(CHANNEL_VARIABLES)}
[{settings.app}]
type = user
read_only = no
password = {password}
password_format = plain
"""


def _rtp_conf(settings: InstanceSettings) -> str:
    lines = ["[general]", f"rtpstart = {settings.rtp_first}", f"rtpend = {settings.rtp_last}"]
    lines += ["strictrtp = yes", "icesupport = yes"]
    if settings.external_address and settings.bind not in EVERYWHERE:
        lines += ["[ice_host_candidates]", f"{settings.bind} => {settings.external_address},include_local_address"]
    return "\n".join([*lines, ""])


INDICATIONS_CONF = """[general]
country = eu
[eu]
description = Europe
ringcadence = 1000,4000
dial = 425
busy = 425/500,0/500
ring = 425/1000,0/4000
congestion = 425/250,0/250
callwaiting = 425/200,0/600,425/200,0/3000
dialrecall = !425/100,!0/100,!425/100,!0/100,!425/100,!0/100,425
record = 1400/80,0/14920
info = 950/330,1400/330,1800/330,0/1000
"""
"""Tones that Asterisk makes itself, such as ringing in an answered call. Source: ITU-T E.180 annex, usual values."""

SORCERY_CONF = """[res_pjsip]
endpoint = config,pjsip.conf,criteria=type=endpoint
endpoint = memory
auth = config,pjsip.conf,criteria=type=auth
auth = memory
aor = config,pjsip.conf,criteria=type=aor
aor = memory
[res_pjsip_endpoint_identifier_ip]
identify = config,pjsip.conf,criteria=type=identify
identify = memory
[res_pjsip_outbound_registration]
registration = config,pjsip.conf,criteria=type=registration
registration = memory
"""
"""Where PJSIP keeps its objects: those of the file, and those that ARI puts in memory without any reload."""


def _pjsip_conf(settings: InstanceSettings) -> str:
    nat = [f"local_net = {network}" for network in settings.local_networks]
    if settings.external_address:
        nat += [f"external_media_address = {settings.external_address}"]
        nat += [f"external_signaling_address = {settings.external_address}"]
    where = f"bind = {settings.bind}:{settings.sip_port}"
    sections = {
        "global": [
            "type = global",
            "user_agent = Cordboard",
            "default_from_user = cordboard",
            "mwi_disable_initial_unsolicited = yes",
            "keep_alive_interval = 30",
            # an agent's phone at the address of a trunk is known by its name first
            "endpoint_identifier_order = username,auth_username,ip,anonymous",
        ],
        "system": [
            "type = system",
            "threadpool_initial_size = 5",
            "threadpool_auto_increment = 5",
            "threadpool_max_size = 50",
        ],
        "udp": ["type = transport", "protocol = udp", where, *nat],
        "tcp": ["type = transport", "protocol = tcp", where, *nat],
        "ws": ["type = transport", "protocol = ws", "bind = 127.0.0.1"],
        "anonymous": [
            "type = endpoint",
            "context = strangers",
            "disallow = all",
            "allow = ulaw,alaw",
            # a customer who hides the number calls as `anonymous`: the trunk's address counts, not that name
            "identify_by = ip",
            "allow_subscribe = no",
            "allow_transfer = no",
        ],
    }
    if settings.tls_port is not None:
        sections["tls"] = [
            "type = transport",
            "protocol = tls",
            f"bind = {settings.bind}:{settings.tls_port}",
            f"cert_file = {settings.tls_certificate}",
            f"priv_key_file = {settings.tls_key}",
            "method = tlsv1_2",
            *nat,
        ]
    return "".join(f"[{name}]\n" + "\n".join(lines) + "\n" for name, lines in sections.items())
