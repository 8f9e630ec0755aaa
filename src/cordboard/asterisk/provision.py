"""Phones and trunks as the objects that ARI's dynamic configuration puts into a running Asterisk, without any reload.

Pure: things of the center in, objects out. To put them: `PUT /ari/asterisk/config/dynamic/res_pjsip/<type>/<id>` with
`{"fields": [{"attribute": ..., "value": ...}]}`, in the order given; to take them away, DELETE in the opposite order.
They live in memory, so all are put again after Asterisk starts. A PUT of an object that is there changes it.

How a leg is dialled: `PJSIP/web-ann`, `PJSIP/sip-ann`, and `PJSIP/<number>@trunk-<id>` through a trunk.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from cordboard.asterisk.errors import UnusablePhone
from cordboard.center.trunks import Trunk

ObjectType = Literal["auth", "aor", "endpoint", "identify", "registration"]

PHONE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
RETRY_S = 30
"""Seconds between two tries to register with a trunk, also after it refused."""
REGISTERED_S = 300
"""Lifetime that is asked of a trunk's registration."""
BROWSER_CODECS = ("opus", "ulaw")
PHONE_CODECS = ("opus", "g722", "alaw", "ulaw")
BROWSER_SILENCE_S = 30
PHONE_SILENCE_S = 60
"""Seconds without one packet of audio after which an agent's or a visitor's leg ends: the tab was closed or the line
died, and the customer would hear nothing. A phone that suppresses silence may pause; one on hold is let be."""
NAT = MappingProxyType({"rtp_symmetric": "yes", "force_rport": "yes", "rewrite_contact": "yes"})
"""Answer to where packets really came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PjsipObject:
    """One object of PJSIP's configuration."""

    config_class: Literal["res_pjsip"] = "res_pjsip"
    object_type: ObjectType
    object_id: str
    fields: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """Where ARI keeps it, below /ari/; every part is safe in an address as it is."""
        return f"asterisk/config/dynamic/{self.config_class}/{self.object_type}/{self.object_id}"

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of its PUT."""
        return {"fields": [{"attribute": name, "value": value} for name, value in self.fields]}


def phone_secret(key: bytes, phone_id: str) -> str:
    """Return the SIP password of a phone: derived from the instance's key, so that it is kept nowhere else."""
    digest = hmac.new(key, f"phone:{phone_id}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def web_phone_id(agent_id: str) -> str:
    """Return the name of an agent's phone in the browser."""
    return _phone_id("web", agent_id)


def sip_phone_id(agent_id: str) -> str:
    """Return the name of an agent's SIP phone."""
    return _phone_id("sip", agent_id)


def visitor_phone_id(visit_id: str) -> str:
    """Return the name of the phone of one visit to the company's web page."""
    return _phone_id("visit", visit_id)


def trunk_phone_id(trunk_id: str) -> str:
    """Return the name of a trunk."""
    return _phone_id("trunk", trunk_id)


def agent_phones(
    agent_id: str, key: bytes, *, media_address: str | None = None, codecs: Sequence[str] = PHONE_CODECS
) -> list[PjsipObject]:
    """Return both phones of an agent: the browser's and a SIP phone's.

    Args:
        agent_id: whose they are.
        key: the instance's `phone_key`; each phone's secret is `phone_secret(key, phone_id)`.
        media_address: the address that audio is bound to (`InstanceSettings.media_address`).
        codecs: those of the SIP phone, best first.
    """
    agents = {"context": "agents", "allow_transfer": "no", "send_connected_line": "no", **_media(media_address)}
    return [
        *_phone(web_phone_id(agent_id), key, {**agents, **_webrtc()}),
        *_phone(
            sip_phone_id(agent_id),
            key,
            {**agents, **NAT, "allow": _codecs(codecs), "rtp_timeout": str(PHONE_SILENCE_S)},
        ),
    ]


def visitor_phone(visit_id: str, key: bytes, *, media_address: str | None = None) -> list[PjsipObject]:
    """Return the phone of one web visitor, who can call in and whom nobody calls; arguments as for `agent_phones`."""
    fields = {"context": "web", "allow_transfer": "no", "send_connected_line": "no", **_media(media_address)}
    return _phone(visitor_phone_id(visit_id), key, {**fields, **_webrtc()})


def trunk_objects(trunk: Trunk, *, media_address: str | None = None) -> list[PjsipObject]:
    """Return all objects of one trunk."""
    trunk_id = trunk_phone_id(trunk.trunk_id)
    server = _server_uri(trunk)
    objects = []
    endpoint = {
        "context": "inbound",
        "disallow": "all",
        "allow": _codecs(trunk.codecs),
        "aors": trunk_id,
        "transport": trunk.transport,
        "identify_by": "ip",
        "direct_media": "no",
        "dtmf_mode": "auto",
        "allow_transfer": "no",
        "allow_subscribe": "no",
        # who talks to the customer inside the company is not told to the line
        "send_connected_line": "no",
        "trust_id_inbound": "yes",
        **_media(media_address),
    }
    endpoint |= NAT if trunk.is_behind_nat else dict.fromkeys(NAT, "no")
    if trunk.is_encrypted:
        endpoint |= {"media_encryption": "sdes"}
    if trunk.username:
        objects.append(_auth(trunk_id, trunk.username, trunk.password))
        endpoint |= {"outbound_auth": trunk_id, "from_user": trunk.username, "from_domain": trunk.host}
    elif trunk.number:
        endpoint |= {"from_user": trunk.number}
    objects += [
        _object("aor", trunk_id, {"contact": server, "qualify_frequency": str(trunk.probe_s)}),
        _object("endpoint", trunk_id, endpoint),
        _object(
            "identify",
            trunk_id,
            {"endpoint": trunk_id, "match": ",".join(trunk.matches or (trunk.host,)), "srv_lookups": "no"},
        ),
    ]
    if trunk.kind == "registration":
        objects.append(
            _object(
                "registration",
                trunk_id,
                {
                    "server_uri": server,
                    "client_uri": f"sip:{trunk.username}@{uri_host(trunk.host)}",
                    "contact_user": trunk.username,
                    "transport": trunk.transport,
                    "outbound_auth": trunk_id,
                    "expiration": str(REGISTERED_S),
                    "retry_interval": str(RETRY_S),
                    "forbidden_retry_interval": str(RETRY_S),
                    "fatal_retry_interval": str(RETRY_S),
                    "max_retries": "1000000",
                    "max_random_initial_delay": "0",
                    # calls that come back over this registration are the trunk's, whatever their address
                    "line": "yes",
                    "endpoint": trunk_id,
                },
            )
        )
    return objects


def _phone_id(kind: str, thing_id: str) -> str:
    phone_id = f"{kind}-{thing_id}"
    if not thing_id or not PHONE_ID.fullmatch(phone_id):
        raise UnusablePhone(thing_id)
    return phone_id


def _phone(phone_id: str, key: bytes, fields: Mapping[str, str]) -> list[PjsipObject]:
    """Return the objects of a phone that registers with us; a later registration takes the place of an older one."""
    endpoint = {
        "disallow": "all",
        **fields,
        "auth": phone_id,
        "aors": phone_id,
        "identify_by": "username,auth_username",
        "direct_media": "no",
        "allow_subscribe": "no",
    }
    return [
        _auth(phone_id, phone_id, phone_secret(key, phone_id)),
        _object("aor", phone_id, {"max_contacts": "1", "remove_existing": "yes"}),
        _object("endpoint", phone_id, endpoint),
    ]


def _webrtc() -> dict[str, str]:
    return {
        "webrtc": "yes",
        "dtls_auto_generate_cert": "yes",
        "allow": _codecs(BROWSER_CODECS),
        "rtp_timeout": str(BROWSER_SILENCE_S),
    }


def _media(address: str | None) -> dict[str, str]:
    """Bind audio to one address: without it RTP listens on all of them (asterisk/asterisk#1847)."""
    return {} if address is None else {"media_address": address, "bind_rtp_to_media_address": "yes"}


def _auth(object_id: str, username: str, password: str) -> PjsipObject:
    # `userpass` is understood by versions 20 to 22; the later name `digest` is not
    return _object("auth", object_id, {"auth_type": "userpass", "username": username, "password": password})


def _object(kind: ObjectType, object_id: str, fields: Mapping[str, str]) -> PjsipObject:
    return PjsipObject(object_type=kind, object_id=object_id, fields=tuple(fields.items()))


def _codecs(codecs: Iterable[str]) -> str:
    return ",".join(codecs)


def uri_host(host: str) -> str:
    """Return a host as SIP addresses have it: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _server_uri(trunk: Trunk) -> str:
    transport = "" if trunk.transport == "udp" else f";transport={trunk.transport}"
    return f"sip:{uri_host(trunk.host)}:{trunk.real_port}{transport}"
