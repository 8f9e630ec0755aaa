"""The real Asterisk of these tests."""

from tests.calls.switch import installed, switch

__all__ = ["installed", "switch"]
