"""Phones and trunks as objects of Asterisk."""

from __future__ import annotations

import pytest

from cordboard.asterisk.errors import UnusablePhone
from cordboard.asterisk.provision import PjsipObject, agent_phones, phone_secret, trunk_objects, visitor_phone
from cordboard.center.trunks import Trunk, faults

KEY = b"key"


def fields_of(objects: list[PjsipObject], object_type: str) -> dict[str, str]:
    return dict(next(thing.fields for thing in objects if thing.object_type == object_type))


def test_an_agent_has_a_phone_in_the_browser_and_a_sip_phone_with_secrets_of_their_own() -> None:
    objects = agent_phones("ann", KEY)
    assert [(thing.object_type, thing.object_id) for thing in objects] == [
        (kind, phone) for phone in ("web-ann", "sip-ann") for kind in ("auth", "aor", "endpoint")
    ]
    passwords = {dict(thing.fields)["password"] for thing in objects if thing.object_type == "auth"}
    assert passwords == {phone_secret(KEY, "web-ann"), phone_secret(KEY, "sip-ann")}
    assert min(map(len, passwords)) == 43
    assert phone_secret(b"other", "web-ann") not in passwords


def test_a_phone_that_registers_again_takes_the_place_of_the_first() -> None:
    for thing in agent_phones("ann", KEY):
        if thing.object_type == "aor":
            assert dict(thing.fields) == {"max_contacts": "1", "remove_existing": "yes"}


def test_a_web_visitor_reaches_the_context_of_visitors_only() -> None:
    endpoint = fields_of(visitor_phone("v1", KEY), "endpoint")
    assert (endpoint["context"], endpoint["webrtc"]) == ("web", "yes")


@pytest.mark.parametrize("agent_id", ["", "a/b", "a b", "ann?x", "Анна", "a" * 80, "ann\n"])
def test_a_name_that_does_not_fit_an_address_is_refused(agent_id: str) -> None:
    with pytest.raises(UnusablePhone):
        agent_phones(agent_id, KEY)


def test_a_trunk_by_address_is_known_by_its_host_and_challenged_by_nobody() -> None:
    objects = trunk_objects(Trunk(trunk_id="t", host="203.0.113.9"))
    assert [thing.object_type for thing in objects] == ["aor", "endpoint", "identify"]
    assert fields_of(objects, "aor")["contact"] == "sip:203.0.113.9:5060"
    assert fields_of(objects, "identify")["match"] == "203.0.113.9"
    assert "auth" not in fields_of(objects, "endpoint")


def test_a_trunk_over_tls_with_srtp_and_an_account_says_so_everywhere() -> None:
    trunk = Trunk(
        trunk_id="t",
        kind="registration",
        host="2001:db8::1",
        transport="tls",
        username="8005",
        password="p",
        matches=("203.0.113.0/24", "sbc.example.org"),
        is_encrypted=True,
        is_behind_nat=False,
    )
    assert faults(trunk) == ()
    objects = trunk_objects(trunk)
    assert fields_of(objects, "aor")["contact"] == "sip:[2001:db8::1]:5061;transport=tls"
    endpoint = fields_of(objects, "endpoint")
    assert (endpoint["media_encryption"], endpoint["transport"], endpoint["rewrite_contact"]) == ("sdes", "tls", "no")
    assert fields_of(objects, "identify")["match"] == "203.0.113.0/24,sbc.example.org"
    registration = fields_of(objects, "registration")
    assert registration["client_uri"] == "sip:8005@[2001:db8::1]"
    assert registration["outbound_auth"] == endpoint["outbound_auth"] == "trunk-t"


def test_what_is_wrong_with_a_trunk_is_said_in_words() -> None:
    wrong = Trunk(trunk_id="t", kind="registration", host="a b", port=0, codecs=(), is_encrypted=True, probe_s=-1)
    assert len(faults(wrong)) == 6
