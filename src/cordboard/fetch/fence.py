"""Which hosts and which addresses a request may go to. Pure: nothing is asked and nothing is opened here.

Two questions, both answered with yes before a connection is made: is the host on the list that the company wrote, and
is the address that its name leads to one of the open internet, or of a private network that the company listed?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from yarl import URL

from cordboard.errors import Malformed, Refused

Address = IPv4Address | IPv6Address

URL_CHARS_MAX = 8000

_PORTS = {"http": 80, "https": 443}
_ENTRY = re.compile(r"(?:(https?)://)?(\*\.)?(\[[0-9A-Fa-f:.]+\]|[^\s/:@*?#\[\]%\\]+)(?::([0-9]{1,5}))?")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f\\]")

_CLOSED_4 = tuple(
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
"""Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890), with multicast and what is reserved."""
_OPEN_6 = IPv6Network("2000::/3")
"""All that is given out for the open internet (RFC 4291, section 2.4)."""
_CLOSED_6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
"""Within it, what leads elsewhere: Teredo and other protocols' own, documentation, 6to4."""
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv4 as seen from a network that has IPv6 alone (RFC 6052): the last 32 bits are the address that is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRule:
    """One line of the list of hosts."""

    scheme: str
    name: str
    """As it is written in requests: lower case, in ASCII, an IPv6 address without brackets."""
    is_wild: bool
    """Whether every name that ends so is meant, and not the name itself."""
    port: int

    def allows(self, url: URL) -> bool:
        """Whether requests to this address may go out."""
        if (url.scheme, url.port) != (self.scheme, self.port):
            return False
        host = _host(url)
        return host.endswith("." + self.name) if self.is_wild else host == self.name


def read_host(entry: str) -> HostRule:
    """Return the rule of one line: `api.example.com`, `*.example.com`, each with a port or `http://` before it.

    Raises:
        Malformed: it is none.
    """
    found = _ENTRY.fullmatch(entry)
    wrong = Malformed(f"{entry!r} is no host such as api.example.com, *.example.com:8443 or http://crm.internal")
    if found is None:
        raise wrong
    scheme, wild, name, port = found[1] or "https", found[2] is not None, found[3], found[4]
    try:
        host = _host(URL(f"{scheme}://{name}"))
    except ValueError:
        raise wrong from None
    literal = _literal(host)
    if port is not None and not 0 < int(port) < 65536:
        raise wrong
    if wild and ("." not in host or literal is not None):
        raise Malformed(f"{entry!r} opens too much: a star stands before a name with a dot, such as *.example.com")
    return HostRule(scheme=scheme, name=host, is_wild=wild, port=int(port) if port else _PORTS[scheme])


def read_network(entry: str) -> str:
    """Return the network as it is usually written.

    Raises:
        Malformed: it is none.
    """
    try:
        return str(ip_network(entry))
    except ValueError as error:
        raise Malformed(f"{entry!r} is no network such as 10.0.0.0/8 or fd00::/8 ({error})") from None


class Fence:
    """Says no, with the reason, or nothing."""

    def __init__(self, hosts: Sequence[str], private_networks: Sequence[str]) -> None:
        """Take the company's lists.

        Raises:
            Malformed: a line of them cannot be read.
        """
        self._hosts = tuple(read_host(entry) for entry in hosts)
        self._networks = tuple(ip_network(read_network(entry)) for entry in private_networks)

    def check_url(self, text: str) -> URL:
        """Return the address, ready to be asked.

        Raises:
            Malformed: it is no address of http or https.
            Refused: requests to it may not go out.
        """
        if len(text) > URL_CHARS_MAX or _UNPRINTABLE.search(text):
            raise Malformed(f"an address for a request has no spaces and at most {URL_CHARS_MAX} characters")
        try:
            url = URL(text)
            host = _host(url)
        except ValueError:
            raise Malformed(
                "the address for a request cannot be read; give one such as https://api.example.com/"
            ) from None
        if url.scheme not in _PORTS or not host:
            raise Malformed("the address for a request begins with https:// or http:// and a host")
        if "@" in url.raw_authority:
            raise Refused(
                "url-with-password", f"{host}: a name or password before the host is not sent; use a credential"
            )
        if not any(rule.allows(url) for rule in self._hosts):
            raise Refused(
                "host-not-listed",
                f"{url.scheme}://{host}:{url.port} is not on the list of hosts that flows may ask (flows.http_hosts)",
            )
        literal = _literal(host)
        if literal is not None:
            self.check_address(host, str(literal))
        return url.with_fragment(None)

    def check_address(self, host: str, address: str) -> None:
        """Return if a connection to this address of the host may be made.

        Raises:
            Refused: it is of a private network that is not listed, or of none.
        """
        if not self.is_open(ip_address(address)):
            raise Refused(
                "private-address",
                f"{host} leads to an address that is not of the open internet and of no listed private network "
                "(flows.http_private_networks)",
            )

    def is_open(self, address: Address) -> bool:
        """Whether the address is of the open internet, or of a private network that is listed."""
        reached = _reached(address)
        if any(reached.version == network.version and reached in network for network in self._networks):
            return True
        if isinstance(reached, IPv4Address):
            return not any(reached in network for network in _CLOSED_4)
        return reached in _OPEN_6 and not any(reached in network for network in _CLOSED_6)


def _reached(address: Address) -> Address:
    """The address at which a packet ends: an IPv4 address may be written within one of IPv6."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _TRANSLATED:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _host(url: URL) -> str:
    return (url.raw_host or "").rstrip(".")


def _literal(host: str) -> Address | None:
    """The address, if the host is one and not a name.

    Raises:
        Malformed: it is written as an address that nobody should write, such as 127.1.
    """
    if ":" not in host and not host.replace(".", "").isdigit():
        return None
    try:
        if "%" in host:
            raise ValueError
        return ip_address(host)
    except ValueError:
        raise Malformed("a host is a name, or an address in its usual form, such as 192.0.2.1") from None
