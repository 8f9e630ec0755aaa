"""An e-mail address is one address, and nothing that a mail server could read as more."""

from __future__ import annotations

import pytest

from cordboard.errors import Malformed
from cordboard.mail.addresses import read_address, read_sender


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ann@example.com", "ann@example.com"),
        ("Ann.O'Neil+news@Mail.Example.COM", "Ann.O'Neil+news@mail.example.com"),
        ("ann@почта.рф", "ann@xn--80a1acny.xn--p1ai"),
    ],
)
def test_an_address_is_read_with_its_domain_in_ascii(text: str, read: str) -> None:
    assert read_address(text).addr_spec == read


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "ann",
            "@example.com",
            "ann@",
            "ann@localhost",
            "ann@@example.com",
            "a b@example.com",
            "ann@exa mple.com",
        ),
        *("ann@example.com,bob@example.com", "ann@example.com\r\nBcc: bob@example.com", "ann@example.com\n"),
        *("<ann@example.com>", "Ann <ann@example.com>", '"a b"@example.com', "ann@[127.0.0.1]", "ann@example..com"),
        *(
            ".ann@example.com",
            "ann.@example.com",
            "a" * 65 + "@example.com",
            "ann@" + "a" * 64 + ".com",
            "анна@example.com",
        ),
        *("ann@-example.com", "ann@example.com> SIZE=1", "ann@example.com\0", "ann@" + "a." * 130 + "com"),
    ],
)
def test_what_is_not_one_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_address(text)
    assert len(text) < 13 or text not in refused.value.says


def test_a_sender_may_have_a_name() -> None:
    assert str(read_sender("Example Ltd <info@example.com>")) == "Example Ltd <info@example.com>"
    assert read_sender('"Пример, ООО" <info@example.com>').display_name == "Пример, ООО"
    assert str(read_sender("info@example.com")) == "info@example.com"
    for text in ("", "Example Ltd", "a <b> <info@example.com>", "A\r\nBcc: x <info@example.com>"):
        with pytest.raises(Malformed):
            read_sender(text)
