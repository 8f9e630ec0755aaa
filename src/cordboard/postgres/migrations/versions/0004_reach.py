"""What flows look up and leave behind: recorded prompts, uploaded tables, messages and orders."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

PROMPTS = (
    """
    CREATE TABLE prompt (
        prompt_id text PRIMARY KEY,
        name text NOT NULL,
        made_at double precision NOT NULL,
        made_by text NOT NULL
    )
    """,
    """
    CREATE TABLE prompt_sound (
        prompt_id text REFERENCES prompt ON DELETE CASCADE,
        language text,
        seconds double precision NOT NULL,
        uploaded_at double precision NOT NULL,
        uploaded_by text NOT NULL,
        PRIMARY KEY (prompt_id, language)
    )
    """,
)

TABLES = (
    """
    CREATE TABLE lookup_table (
        table_id text PRIMARY KEY,
        name text NOT NULL,
        columns jsonb NOT NULL,
        total int NOT NULL,
        generation bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        changed_at double precision NOT NULL,
        changed_by text NOT NULL
    )
    """,
    "COMMENT ON COLUMN lookup_table.generation IS 'names one upload; rows of another are not looked at'",
    """
    CREATE TABLE lookup_row (
        generation bigint,
        n int,
        cells jsonb NOT NULL,
        sought jsonb NOT NULL,
        PRIMARY KEY (generation, n)
    )
    """,
    "COMMENT ON COLUMN lookup_row.cells IS 'texts, in the order of the columns'",
    "COMMENT ON COLUMN lookup_row.sought IS 'by column, the texts without case and outer blanks, as they are compared'",
    "CREATE INDEX lookup_row_sought ON lookup_row USING gin (sought jsonb_path_ops) WITH (fastupdate = off)",
)

# A row is written by the journal, and later by whoever works on it; free space in the page keeps that cheap.
WORK = (
    """
    CREATE TABLE message (
        message_id text PRIMARY KEY,
        kind text NOT NULL,
        contact_id text NOT NULL,
        queue_id text NOT NULL,
        number text NOT NULL,
        caller_name text NOT NULL,
        recording text,
        seconds double precision,
        left_at double precision NOT NULL,
        done_at double precision,
        done_by text
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX message_open ON message (left_at, message_id) WHERE done_at IS NULL",
    "CREATE INDEX message_done ON message (done_at, message_id) WHERE done_at IS NOT NULL",
    "CREATE INDEX message_contact ON message (contact_id)",
    """
    CREATE TABLE customer_order (
        number text PRIMARY KEY,
        contact_id text NOT NULL,
        customer_number text NOT NULL,
        lines jsonb NOT NULL,
        total numeric NOT NULL,
        currency text NOT NULL,
        status text NOT NULL,
        expected_on date,
        taken_at double precision NOT NULL,
        changed_at double precision NOT NULL
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX customer_order_number ON customer_order (lower(number))",
    "CREATE INDEX customer_order_contact ON customer_order (contact_id, taken_at)",
    "CREATE INDEX customer_order_customer ON customer_order (customer_number, taken_at)",
)


def upgrade() -> None:
    for statement in (*PROMPTS, *TABLES, *WORK):
        op.execute(statement)
