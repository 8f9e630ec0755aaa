"""Which recordings there are, and how loud they are over time."""

from __future__ import annotations

from collections.abc import Iterable

from cordboard.postgres.database import Database
from cordboard.reporting.answers import RecordingRow

POINTS_MAX = 800
"""Points of loudness kept of each side."""


class RecordingList:
    """Rows of recordings; the sound itself lies elsewhere, under `key`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, row: RecordingRow) -> None:
        """Make the row durable; told twice of one recording, it keeps the later."""
        await self._database.run(
            """
            INSERT INTO recording (recording_id, contact_id, key, bytes, seconds, started_at, left_peaks, right_peaks)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (recording_id) DO UPDATE SET key = excluded.key, bytes = excluded.bytes,
                seconds = excluded.seconds, left_peaks = excluded.left_peaks, right_peaks = excluded.right_peaks
            """,
            row.recording_id,
            row.contact_id,
            row.key,
            row.bytes,
            row.seconds,
            row.started_at,
            _packed(row.left),
            _packed(row.right),
        )

    async def recording(self, recording_id: str) -> RecordingRow | None:
        """One recording; None if there is none of this id."""
        row = await self._database.row("SELECT * FROM recording WHERE recording_id = $1", recording_id)
        if row is None:
            return None
        return RecordingRow(
            recording_id=row["recording_id"],
            contact_id=row["contact_id"],
            key=row["key"],
            bytes=row["bytes"],
            seconds=row["seconds"],
            started_at=row["started_at"],
            left=tuple(peak / 255 for peak in row["left_peaks"]),
            right=tuple(peak / 255 for peak in row["right_peaks"]),
        )


def _packed(peaks: Iterable[float]) -> bytes:
    """A byte a point: finer than any screen draws."""
    return bytes(round(min(max(peak, 0.0), 1.0) * 255) for peak in list(peaks)[:POINTS_MAX])
