"""Messages to customers that wait to be sent, and what became of them."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

OUTGOING = (
    """
    CREATE TABLE outgoing (
        message_id text PRIMARY KEY,
        channel text NOT NULL,
        recipient text NOT NULL,
        subject text NOT NULL,
        text text NOT NULL,
        asked_at double precision NOT NULL,
        tries int NOT NULL DEFAULT 0,
        next_try_at double precision NOT NULL,
        sent_at double precision,
        failed_at double precision,
        trouble text NOT NULL DEFAULT '',
        erased_at double precision,
        CHECK (sent_at IS NULL OR failed_at IS NULL)
    ) WITH (fillfactor = 70)
    """,
    "COMMENT ON COLUMN outgoing.next_try_at IS 'before a try it is set to when the next may begin if this one dies'",
    "COMMENT ON COLUMN outgoing.erased_at IS 'since then subject and text are empty'",
    "CREATE INDEX outgoing_due ON outgoing (channel, next_try_at) WHERE sent_at IS NULL AND failed_at IS NULL",
    "CREATE INDEX outgoing_over ON outgoing (coalesce(sent_at, failed_at)) WHERE erased_at IS NULL",
)


def upgrade() -> None:
    for statement in OUTGOING:
        op.execute(statement)
