"""The real Asterisk and phones of these tests."""

from tests.calls.switch import installed, phones, switch

__all__ = ["installed", "phones", "switch"]
