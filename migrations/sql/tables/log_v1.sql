-- The log: one row per event, one global order, one hash chain.

CREATE TABLE log.head (
    singleton   boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    position    bigint      NOT NULL CHECK (position >= 0),
    hash        bytea       NOT NULL CHECK (octet_length(hash) = 32),
    recorded_at timestamptz NOT NULL,
    sample      boolean
);
COMMENT ON TABLE log.head IS
    'Where the log ends. Every append locks this row first, so positions come in commit order and without gaps.';
COMMENT ON COLUMN log.head.sample IS
    'Whether this log holds the sample release; set by the first cable, and binding from then on.';

INSERT INTO log.head (position, hash, recorded_at)
VALUES (0, decode(repeat('00', 32), 'hex'), timestamptz '2000-01-01 00:00:00+00');

CREATE TABLE log.events (
    position        bigint      PRIMARY KEY,
    first_position  bigint      NOT NULL,
    stream          text        NOT NULL CHECK (stream ~ '^[a-z]+(/[^[:space:]]+)?$'),
    version         bigint      NOT NULL CHECK (version > 0),
    event_id        uuid        NOT NULL,
    type            text        NOT NULL,
    schema_version  integer     NOT NULL CHECK (schema_version > 0),
    actor           text        NOT NULL,
    correlation     uuid,
    cause           uuid,
    recorded_at     timestamptz NOT NULL,
    body            jsonb       NOT NULL,
    salt            bytea       NOT NULL CHECK (octet_length(salt) = 16),
    digest          bytea       NOT NULL CHECK (octet_length(digest) = 32),
    hash            bytea       NOT NULL CHECK (octet_length(hash) = 32),
    CONSTRAINT events_event_id_unique UNIQUE (event_id),
    CONSTRAINT events_stream_version_unique UNIQUE (stream, version)
);
COMMENT ON TABLE log.events IS 'Everything ever recorded, in order. Rows are only ever added.';
COMMENT ON COLUMN log.events.first_position IS
    'Position of the first event of the append that this one belongs to: readers never split an append.';
COMMENT ON COLUMN log.events.digest IS
    'SHA-256 of the canonical JSON of stream, type, schema version, event id, actor, correlation, cause, body and salt.';
COMMENT ON COLUMN log.events.hash IS
    'SHA-256 of the hash before, position, version, recorded_at in microseconds, and digest.';

CREATE TABLE log.documents (
    document_id  uuid    PRIMARY KEY,
    reference_id text    NOT NULL,
    ordinal      integer NOT NULL CHECK (ordinal > 0),
    CONSTRAINT documents_ordinal_unique UNIQUE (reference_id, ordinal)
);
COMMENT ON TABLE log.documents IS 'The words: one decoded and masked telegram per text of record of a cable.';

CREATE TABLE log.document_parts (
    document_id  uuid    NOT NULL REFERENCES log.documents,
    ordinal      integer NOT NULL CHECK (ordinal >= 0),
    start_offset integer CHECK (start_offset >= 0),
    words        text    NOT NULL,
    salt         bytea   NOT NULL CHECK (octet_length(salt) = 16),
    commitment   bytea   NOT NULL CHECK (octet_length(commitment) = 32),
    PRIMARY KEY (document_id, ordinal)
);
COMMENT ON TABLE log.document_parts IS
    'A document in parts: 0 is the subject as the release tells it (outside the telegram, so without offset), the others '
    'in order make up the telegram. The event that records the document holds each part''s commitment, '
    'SHA-256 of salt and UTF-8 words.';

CREATE TABLE sealed.protected_names (
    document_id uuid    NOT NULL,
    number      integer NOT NULL CHECK (number > 0),
    words       text    NOT NULL,
    reason      text    NOT NULL,
    PRIMARY KEY (document_id, number)
);
COMMENT ON TABLE sealed.protected_names IS
    'The words behind [protected N], for the owner alone: no other role may read them.';
