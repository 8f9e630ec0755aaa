"""Why packages could not be put in place: each is one sentence with what to do about it."""

from __future__ import annotations

from pathlib import Path

from cordboard.errors import Misunderstood, Refused, Unreachable


class NoDebianTools(Refused):
    """The machine lacks apt or dpkg. Run on Debian or Ubuntu, or point at an Asterisk of your own."""

    def __init__(self, tools: list[str]) -> None:
        self.tools = tools
        super().__init__(
            "no-debian-tools",
            f"this machine has no {', '.join(tools)}: run on Debian or Ubuntu, or use an Asterisk of your own",
        )


class UnsupportedMachine(Refused):
    """Debian packages of this architecture are not fetched. Use amd64 or arm64."""

    def __init__(self, architecture: str) -> None:
        self.architecture = architecture
        super().__init__(
            "unsupported-machine", f"architecture {architecture!r} is not supported: use a machine of amd64 or arm64"
        )


class NoArchiveKey(Refused):
    """Packages cannot be proven to come from Debian. Install the key package."""

    def __init__(self) -> None:
        super().__init__(
            "no-archive-key",
            "Debian's archive keys are missing, so packages cannot be verified: apt-get install debian-archive-keyring",
        )


class NoMirror(Refused):
    """The machine's apt sources name no Debian mirror. Set one."""

    def __init__(self) -> None:
        super().__init__(
            "no-mirror",
            "this machine's apt sources name no Debian mirror: set CORDBOARD_DEBIAN_MIRROR to the address of one, "
            "the part that ends in /debian",
        )


class NoRoom(Refused):
    """The disk is too full. Free some, or move the cache."""

    def __init__(self, folder: Path, *, needed_mb: int, free_mb: int) -> None:
        self.folder, self.needed_mb, self.free_mb = folder, needed_mb, free_mb
        super().__init__(
            "no-room",
            f"{folder} has {free_mb} MB free and {needed_mb} MB are needed: "
            "free some, or set XDG_CACHE_HOME to a folder on a larger disk",
        )


class MirrorUnreachable(Unreachable):
    """The mirror cannot be reached or serves a broken index. Check the network and try again."""

    def __init__(self, mirror: str, reason: str) -> None:
        self.mirror, self.reason = mirror, reason
        super().__init__(
            "Debian mirror",
            f"{mirror} does not give the packages ({reason}): check the network and any proxy, then start again",
            after_s=30.0,
        )


class BrokenPackages(Misunderstood):
    """The packages fetched do not make a program that runs. Remove the cache folder named and start again."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"Debian packages in {folder} (remove it and start again)", reason)
