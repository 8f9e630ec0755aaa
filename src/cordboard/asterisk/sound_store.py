"""Where recordings are kept: a folder of this machine, or a bucket."""

from __future__ import annotations

from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from cordboard.errors import Unreachable


class SoundStore:
    """Keeps files under keys, and gives parts of them back."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, place: str | Path) -> SoundStore:
        """The store in this folder, or at an address such as `s3://bucket/prefix`."""
        if isinstance(place, str) and "://" in place:
            return cls(from_url(place))
        return cls(LocalStore(Path(place), mkdir=True))

    async def put(self, key: str, file: Path) -> None:
        """Keep this file; one that is there under the key is replaced.

        Raises:
            Unreachable: the store does not take it.
        """
        try:
            await obstore.put_async(self._store, key, file)
        except (BaseError, OSError) as error:
            raise Unreachable("the store of recordings", str(error)[:300]) from error

    async def read(self, key: str, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to, not including, `end`.

        Raises:
            Unreachable: the store does not give them.
        """
        try:
            return bytes(await obstore.get_range_async(self._store, key, start=start, end=end))
        except (BaseError, OSError) as error:
            raise Unreachable("the store of recordings", str(error)[:300]) from error
