"""One row a conversation by flow, for the measures of flows."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

# A row is written several times while its contact lives; free space in the page keeps that cheap.
FLOW_RUNS = (
    """
    CREATE TABLE flow_run (
        contact_id text NOT NULL,
        n int NOT NULL,
        seq bigint NOT NULL,
        flow_id text NOT NULL,
        version int NOT NULL,
        medium text NOT NULL,
        number text NOT NULL,
        language text NOT NULL,
        started_at double precision NOT NULL,
        ended_at double precision,
        outcome text,
        last_node text NOT NULL,
        seconds double precision NOT NULL,
        hand_overs int NOT NULL,
        messages int NOT NULL,
        served boolean NOT NULL,
        contained boolean NOT NULL,
        reached text NOT NULL,
        answers jsonb NOT NULL,
        marks jsonb NOT NULL,
        disclosures jsonb NOT NULL,
        visits jsonb NOT NULL,
        place text NOT NULL,
        since double precision NOT NULL,
        way text NOT NULL,
        stack jsonb NOT NULL,
        steps jsonb NOT NULL,
        PRIMARY KEY (contact_id, n)
    ) WITH (fillfactor = 70)
    """,
    "COMMENT ON COLUMN flow_run.seq IS 'the last journal line that is in this row; later ones are not yet'",
    "CREATE INDEX flow_run_flow ON flow_run (flow_id, started_at)",
    "CREATE INDEX flow_run_started ON flow_run (started_at)",
    "CREATE INDEX flow_run_open ON flow_run (contact_id) WHERE ended_at IS NULL",
)


def upgrade() -> None:
    for statement in FLOW_RUNS:
        op.execute(statement)
