"""Drafts and versions of flows. What was configured before becomes version 1.

Documents are `json` and not `jsonb`: it keeps the order in which people wrote nodes and keys.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

FLOWS = (
    "CREATE SEQUENCE flow_draft_rev",
    """
    CREATE TABLE flow_draft (
        flow_id text PRIMARY KEY,
        document json NOT NULL,
        rev bigint NOT NULL DEFAULT nextval('flow_draft_rev'),
        saved_at double precision NOT NULL,
        saved_by text NOT NULL
    )
    """,
    "COMMENT ON COLUMN flow_draft.rev IS 'names one saving; never used again, also after the draft is discarded'",
    """
    CREATE TABLE flow_version (
        flow_id text,
        version integer,
        document json NOT NULL,
        published_at double precision NOT NULL,
        published_by text NOT NULL,
        note text NOT NULL,
        retired_at double precision,
        PRIMARY KEY (flow_id, version)
    )
    """,
    "COMMENT ON COLUMN flow_version.retired_at IS 'when another version, or none, came into force; null while it is'",
    "CREATE INDEX flow_version_retired ON flow_version (retired_at) WHERE retired_at IS NOT NULL",
    """
    INSERT INTO flow_version (flow_id, version, document, published_at, published_by, note)
    SELECT thing.id, 1, thing.body, coalesce(last.at, extract(epoch FROM now())), coalesce(last.login, ''), ''
    FROM center_thing thing
    LEFT JOIN LATERAL (
        SELECT at, login FROM center_change WHERE kind = thing.kind AND id = thing.id ORDER BY change_id DESC LIMIT 1
    ) last ON true
    WHERE thing.kind = 'flows'
    """,
    "UPDATE center_thing SET body = body || '{\"version\": 1}' WHERE kind = 'flows'",
)


def upgrade() -> None:
    for statement in FLOWS:
        op.execute(statement)
