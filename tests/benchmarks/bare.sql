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

-- make_bare_words: the paragraphs of cables with the words that are searched, and the indexes that find them
CREATE TABLE bare_words (
    document_id  uuid,
    ordinal      integer,
    reference_id text,
    body         text,
    search       tsvector,
    PRIMARY KEY (document_id, ordinal)
);
CREATE INDEX ON bare_words USING gin (search);

-- insert_bare_words: what one would write by hand to search the paragraphs of a log, not even cleaned
INSERT INTO bare_words
SELECT e.document_id, (p ->> 'ordinal')::integer, e.reference_id, told.words, read.search_vector(told.words)
FROM (
    SELECT (e.body ->> 'document_id')::uuid AS document_id, e.body ->> 'reference_id' AS reference_id,
           e.body -> 'paragraphs' AS paragraphs
    FROM log.events e
    WHERE e.type IN ('CableRecorded', 'CableRevised')
) AS e
CROSS JOIN LATERAL (
    SELECT string_agg(d.words, '' ORDER BY d.ordinal) AS words
    FROM log.document_parts d
    WHERE d.document_id = e.document_id AND d.start_offset IS NOT NULL
) AS document
CROSS JOIN LATERAL jsonb_array_elements(e.paragraphs) AS p
CROSS JOIN LATERAL (
    SELECT substr(document.words, (p #>> '{body,0}')::integer + 1, (p #>> '{body,1}')::integer - (p #>> '{body,0}')::integer)
) AS told (words);

-- drop_bare_words: as if it had never been there
DROP TABLE bare_words;
