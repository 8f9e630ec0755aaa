"""The real Asterisk and phones that hear what is said."""

from tests.calls.switch import installed, phones, switch

__all__ = ["installed", "phones", "switch"]
