"""What is an e-mail address, so far as a program should say. Pure."""

from __future__ import annotations

import re
from email.headerregistry import Address

from cordboard.errors import Malformed

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""Source: RFC 5322, section 3.2.3, dot-atom. Quoted forms are lawful, and in practice somebody's trick."""
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
LOCAL_CHARS_MAX, DOMAIN_CHARS_MAX, LABEL_CHARS_MAX = 64, 253, 63
"""Source: RFC 5321, section 4.5.3.1; RFC 1035, section 2.3.4."""

_NAMED = re.compile(r'"?([^"<>\r\n]*?)"?\s*<([^<>]*)>')


def read_address(text: str) -> Address:
    """Return the address of one person, its domain in ASCII.

    Raises:
        Malformed: it is none. The sentence does not repeat it.
    """
    local, at, domain = text.partition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    is_address = (
        at == "@"
        and len(local) <= LOCAL_CHARS_MAX
        and _LOCAL.fullmatch(local) is not None
        and len(domain) <= DOMAIN_CHARS_MAX
        and len(labels) > 1
        and all(len(label) <= LABEL_CHARS_MAX and _LABEL.fullmatch(label) for label in labels)
    )
    if not is_address:
        raise Malformed("an e-mail goes to one address such as ann@example.com")
    return Address(username=local, domain=domain.lower())


def read_sender(text: str) -> Address:
    """Return the address that mail comes from, with its name if it is given as `Example Ltd <info@example.com>`.

    Raises:
        Malformed: it is none.
    """
    found = _NAMED.fullmatch(text.strip())
    bare = read_address(found[2] if found else text.strip())
    name = found[1].strip() if found else ""
    try:
        return Address(display_name=name, username=bare.username, domain=bare.domain)
    except ValueError:
        raise Malformed("the name of a sender is on one line") from None
