-- make_events: the columns of the log and its unique indexes, and nothing else
CREATE TABLE events (
    position bigint PRIMARY KEY,
    first_position bigint,
    stream text,
    version bigint,
    event_id uuid UNIQUE,
    type text,
    schema_version integer,
    actor text,
    correlation uuid,
    cause uuid,
    recorded_at timestamptz,
    body jsonb,
    salt bytea,
    digest bytea,
    hash bytea,
    UNIQUE (stream, version)
);

-- copy_text: take in rows in the text format
COPY events FROM STDIN;

-- copy_binary: take in rows in the binary format
COPY events FROM STDIN (FORMAT binary);

-- select: all events in order, with the columns that the log reads
SELECT position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
       recorded_at, body, hash
FROM log.events
ORDER BY position;
