"""The journal, the facts, the center, and the people who sign in.

Instants are double precision, seconds since the Unix epoch (UTC): what is read is exactly what was written, so a replay
is exact, and no clock or time zone of a server has a say.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

JOURNAL = (
    """
    CREATE TABLE journal (
        seq bigint PRIMARY KEY,
        at double precision NOT NULL,
        kind text NOT NULL,
        contact_id text,
        body jsonb NOT NULL
    )
    """,
    "CREATE INDEX journal_contact ON journal (contact_id, seq) WHERE contact_id IS NOT NULL",
    """
    CREATE TABLE journal_owner (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        epoch bigint NOT NULL,
        name text NOT NULL,
        since double precision NOT NULL
    )
    """,
    "COMMENT ON COLUMN journal_owner.epoch IS 'counts owners; a writer whose epoch is past must stop'",
    "CREATE TABLE checkpoint (seq bigint PRIMARY KEY, at double precision NOT NULL, body bytea NOT NULL)",
)

# A row is written several times while its contact lives; free space in the page keeps that cheap.
FACTS = (
    """
    CREATE TABLE contact (
        contact_id text PRIMARY KEY,
        number text NOT NULL,
        caller text NOT NULL,
        caller_name text NOT NULL,
        via text NOT NULL,
        language text NOT NULL,
        arrived_at double precision NOT NULL,
        ended_at double precision,
        queue_id text,
        agent_id text,
        outcome text,
        ended_by text,
        reason text,
        wait_s double precision,
        talk_s double precision,
        hold_s double precision NOT NULL,
        wrap_up_s double precision,
        offers int NOT NULL,
        transfers int NOT NULL,
        segments int NOT NULL,
        disposition_id text
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX contact_arrived ON contact (arrived_at, contact_id)",
    "CREATE INDEX contact_outcome ON contact (outcome, arrived_at, contact_id)",
    # The last digits tell a caller, however the number was written; the operator class serves any collation.
    r"""
    CREATE FUNCTION caller_backwards(caller text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN reverse(
        CASE WHEN caller ~ '[[:alpha:]]' THEN lower(caller) ELSE regexp_replace(caller, '\D', '', 'g') END
    )
    """,
    "CREATE INDEX contact_caller ON contact (caller_backwards(caller) text_pattern_ops, arrived_at)",
    "CREATE INDEX contact_open ON contact (contact_id) WHERE ended_at IS NULL",
    """
    CREATE TABLE segment (
        contact_id text NOT NULL,
        n int NOT NULL,
        kind text NOT NULL,
        arrived_at double precision NOT NULL,
        started_at double precision NOT NULL,
        ended_at double precision,
        outcome text,
        flow_id text,
        queue_id text,
        agent_id text,
        offer_id text,
        counted_at double precision,
        service_target_s double precision,
        talk_s double precision,
        hold_s double precision NOT NULL,
        held_since double precision,
        wrap_up_s double precision,
        PRIMARY KEY (contact_id, n)
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX segment_counted ON segment (counted_at) WHERE counted_at IS NOT NULL",
    "CREATE INDEX segment_queue ON segment (queue_id, arrived_at, contact_id) WHERE queue_id IS NOT NULL",
    "CREATE INDEX segment_agent ON segment (agent_id, arrived_at, contact_id) WHERE agent_id IS NOT NULL",
    """
    CREATE INDEX segment_open ON segment (contact_id)
        WHERE ended_at IS NULL OR (kind = 'talk' AND wrap_up_s IS NULL)
    """,
    """
    CREATE TABLE offer (
        offer_id text PRIMARY KEY,
        contact_id text NOT NULL,
        queue_id text NOT NULL,
        agent_id text NOT NULL,
        offered_at double precision NOT NULL,
        idle_since double precision NOT NULL,
        ended_at double precision,
        outcome text
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX offer_contact ON offer (contact_id)",
    "CREATE INDEX offer_offered ON offer (offered_at)",
    "CREATE INDEX offer_open ON offer (offer_id) WHERE ended_at IS NULL",
    """
    CREATE TABLE agent_state (
        seq bigint PRIMARY KEY,
        agent_id text NOT NULL,
        state text NOT NULL,
        started_at double precision NOT NULL,
        ended_at double precision,
        reason_id text,
        contact_id text,
        queue_id text
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX agent_state_agent ON agent_state (agent_id, started_at)",
    "CREATE INDEX agent_state_open ON agent_state (seq) WHERE ended_at IS NULL",
    """
    CREATE TABLE recording (
        recording_id text PRIMARY KEY,
        contact_id text NOT NULL,
        key text NOT NULL,
        bytes bigint NOT NULL,
        seconds double precision NOT NULL,
        started_at double precision NOT NULL,
        left_peaks bytea NOT NULL,
        right_peaks bytea NOT NULL
    )
    """,
    "COMMENT ON COLUMN recording.left_peaks IS 'loudness of the customer over time, a byte a point, 255 the loudest'",
    "CREATE INDEX recording_contact ON recording (contact_id, started_at)",
    """
    CREATE TABLE contact_note (
        contact_id text PRIMARY KEY,
        text text NOT NULL,
        login text NOT NULL,
        at double precision NOT NULL
    )
    """,
)

CENTER = (
    "CREATE TABLE center_thing (kind text, id text, body jsonb NOT NULL, PRIMARY KEY (kind, id))",
    """
    CREATE TABLE center_change (
        change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at double precision NOT NULL,
        login text NOT NULL,
        kind text NOT NULL,
        id text NOT NULL,
        before jsonb,
        after jsonb
    )
    """,
    "CREATE INDEX center_change_thing ON center_change (kind, id, change_id)",
    """
    CREATE TABLE customer (
        customer_id text PRIMARY KEY,
        name text NOT NULL,
        language text NOT NULL,
        company text NOT NULL,
        note text NOT NULL
    )
    """,
    """
    CREATE TABLE customer_number (
        number text,
        customer_id text REFERENCES customer ON DELETE CASCADE,
        PRIMARY KEY (number, customer_id)
    )
    """,
    "CREATE INDEX customer_number_customer ON customer_number (customer_id)",
)

ACCOUNTS = (
    """
    CREATE TABLE account (
        login text PRIMARY KEY CHECK (login = lower(login)),
        name text NOT NULL,
        password_hash text NOT NULL,
        roles text[] NOT NULL,
        agent_id text,
        language text NOT NULL,
        active boolean NOT NULL
    )
    """,
    """
    CREATE TABLE session (
        token_sha256 bytea PRIMARY KEY,
        login text NOT NULL REFERENCES account ON DELETE CASCADE,
        csrf text NOT NULL,
        opened_at double precision NOT NULL,
        seen_at double precision NOT NULL,
        expires_at double precision NOT NULL,
        ends_at double precision NOT NULL,
        address text NOT NULL
    )
    """,
    "CREATE INDEX session_login ON session (login)",
    "CREATE INDEX session_expires ON session (expires_at)",
    "CREATE TABLE sign_in_failure (login text NOT NULL, address text NOT NULL, at double precision NOT NULL)",
    "CREATE INDEX sign_in_failure_login ON sign_in_failure (login, at)",
    "CREATE INDEX sign_in_failure_address ON sign_in_failure (address, at)",
    "CREATE INDEX sign_in_failure_at ON sign_in_failure (at)",
    """
    CREATE TABLE audit (
        audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at double precision NOT NULL,
        login text NOT NULL,
        act text NOT NULL,
        subject text NOT NULL,
        address text NOT NULL
    )
    """,
)


def upgrade() -> None:
    for statement in (*JOURNAL, *FACTS, *CENTER, *ACCOUNTS):
        op.execute(statement)
