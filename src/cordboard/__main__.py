"""Lets `python -m cordboard` do what `cordboard` does."""

from cordboard.cli import main

main()
