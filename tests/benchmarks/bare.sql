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

-- make_bare_facts: what cables and reports tell in codes, and one index
CREATE TABLE bare_facts (
    position     bigint PRIMARY KEY,
    type         text NOT NULL,
    report_id    uuid,
    reference_id text,
    kind         text,
    date_start   date,
    date_end     date,
    places       jsonb,
    cartels      jsonb,
    report       jsonb,
    paragraphs   jsonb
);

-- insert_bare_facts: what one would write by hand to have the events of a log in a table
INSERT INTO bare_facts
SELECT e.position, e.type, (e.body ->> 'report_id')::uuid, e.body ->> 'reference_id', e.body #>> '{report,kind}',
       (e.body #>> '{report,date,start}')::date, (e.body #>> '{report,date,end}')::date,
       e.body #> '{report,places}', e.body #> '{report,cartels}', e.body -> 'report', e.body -> 'paragraphs'
FROM log.events e;

-- drop_bare_facts: as if it had never been there
DROP TABLE bare_facts;
