"""What a machine says, in words for a voice and in print for a screen; Russian and English, from tables of our own."""

from cordboard.flows.spelling.aloud import spoken
from cordboard.flows.spelling.screen import printed

__all__ = ["printed", "spoken"]
