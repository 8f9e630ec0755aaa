"""No request leaves but to a host that the company listed, and to an address that may be reached."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.errors import Malformed, Refused
from cordboard.fetch.fence import Fence, read_host

LISTED = ("api.example.com", "*.shop.example", "billing.example.com:8443", "http://crm.internal:8080", "1.1.1.1")


@pytest.fixture
def fence() -> Fence:
    return Fence(LISTED, ())


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/orders?id=7",
        "https://API.example.com:443/",
        "https://api.example.com./",
        "https://eu.shop.example/",
        "https://a.b.shop.example/",
        "https://billing.example.com:8443/",
        "http://crm.internal:8080/",
        "https://1.1.1.1/",
    ],
)
def test_a_listed_host_may_be_asked(fence: Fence, url: str) -> None:
    fence.check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/",
        "https://api.example.com:444/",
        "https://api.example.com.evil.example/",
        "https://evilapi.example.com/",
        "https://shop.example/",
        "https://evilshop.example/",
        "https://billing.example.com/",
        "https://crm.internal:8080/",
        "http://crm.internal/",
        "https://evil.example/#@api.example.com",
        "https://evil.example/?https://api.example.com/",
        "https://evil.example?@api.example.com/",
        "https://1.0.0.1/",
    ],
)
def test_any_other_host_scheme_or_port_is_refused_by_its_name(fence: Fence, url: str) -> None:
    with pytest.raises(Refused, match="not on the list") as refused:
        fence.check_url(url)
    assert refused.value.code == "host-not-listed"
    assert "?" not in refused.value.says


@pytest.mark.parametrize(
    "url", ["https://ann@api.example.com/", "https://a:b@api.example.com/", "https://:b@api.example.com/"]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(fence: Fence, url: str) -> None:
    with pytest.raises(Refused) as refused:
        fence.check_url(url)
    assert "ann" not in refused.value.says


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com",
        "//api.example.com/",
        "ftp://api.example.com/",
        "file:///etc/passwd",
        "https:///x",
        "https://api.example.com\\@evil.example/",
        "https://api.example.com/\r\nHost: x",
        "https://api.example.com/a b",
        "https://api.example.com:99999/",
        "https://[::1",
        "https://127.1/",
        "https://2130706433/",
        "https://api.example.com/" + "x" * 9000,
    ],
)
def test_what_is_no_address_of_http_is_refused(fence: Fence, url: str) -> None:
    with pytest.raises(Refused):
        fence.check_url(url)


def test_an_empty_list_allows_nothing() -> None:
    with pytest.raises(Refused):
        Fence((), ("0.0.0.0/0", "::/0")).check_url("https://api.example.com/")


CLOSED = [
    *(
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
    ),
    *("100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1"),
    *("2002:7f00:1::1", "2001:0:7f00:1::1", "100::1"),
]
OPEN = [
    "1.1.1.1",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
]


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_that_is_not_of_the_open_internet_is_closed(address: str) -> None:
    assert not Fence((), ()).is_open(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_an_address_of_the_open_internet_is_open(address: str) -> None:
    assert Fence((), ()).is_open(ip_address(address))


@given(st.ip_addresses())
def test_what_the_standard_library_holds_for_private_is_never_open(address: object) -> None:
    found = ip_address(str(address))
    if Fence((), ()).is_open(found) and not str(found).startswith("64:ff9b::"):
        assert found.is_global
        assert not found.is_multicast


def test_a_listed_private_network_is_open_and_no_other_is() -> None:
    fence = Fence((), ("10.20.0.0/16", "fd00::/8"))
    assert [text for text in (*CLOSED, "10.20.0.1", "::ffff:10.20.3.4") if fence.is_open(ip_address(text))] == [
        "fd00:ec2::254",
        "10.20.0.1",
        "::ffff:10.20.3.4",
    ]


def test_a_host_that_is_an_address_of_a_private_network_is_refused_though_it_is_listed() -> None:
    listed = ("http://127.0.0.1:80", "http://[::1]:80", "http://[::ffff:127.0.0.1]:80")
    for entry in listed:
        with pytest.raises(Refused, match="open internet"):
            Fence(listed, ()).check_url(f"{entry}/")
    assert Fence(listed, ("127.0.0.0/8",)).check_url("http://127.0.0.1/x").path == "/x"


@pytest.mark.parametrize(
    "entry",
    [
        *(
            "",
            "*",
            "*.com",
            "https://",
            "ftp://x",
            "a b.com",
            "a.com/path",
            "a@b.com",
            "a.com:0",
            "a.com:70000",
            "a:b:c",
        ),
        *("*.1.1.1.1", "127.1", "[::1", "a.*.com", "*a.com", "a?b"),
    ],
)
def test_a_line_of_the_list_that_is_no_host_is_refused(entry: str) -> None:
    with pytest.raises(Malformed):
        read_host(entry)


def test_a_host_in_letters_of_any_language_is_the_one_that_is_asked() -> None:
    Fence(("пример.рф",), ()).check_url("https://xn--e1afmkfd.xn--p1ai/")
    Fence(("xn--e1afmkfd.xn--p1ai",), ()).check_url("https://Пример.рф/")
