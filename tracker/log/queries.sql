-- append: append events given as arrays; returns event id, position and version in the order given
SELECT event_id, position, version
FROM log.append_v1(
    streams => %(streams)s::text[],
    types => %(types)s::text[],
    schema_versions => %(schema_versions)s::integer[],
    event_ids => %(event_ids)s::uuid[],
    actors => %(actors)s::text[],
    correlations => %(correlations)s::uuid[],
    causes => %(causes)s::uuid[],
    bodies => %(bodies)s::jsonb[],
    salts => %(salts)s::bytea[],
    digests => %(digests)s::bytea[],
    expected_streams => %(expected_streams)s::text[],
    expected_versions => %(expected_versions)s::bigint[]
);

-- record_document: add a document, before the event that commits to it in the same transaction
INSERT INTO log.documents (document_id, reference_id, ordinal)
VALUES (%(document_id)s, %(reference_id)s, %(ordinal)s);

-- record_part: add a part of a document
INSERT INTO log.document_parts (document_id, ordinal, start_offset, words, salt, commitment)
VALUES (%(document_id)s, %(ordinal)s, %(start)s, %(words)s, %(salt)s, %(commitment)s);

-- seal: keep the words behind a mask
INSERT INTO sealed.protected_names (document_id, number, words, reason)
VALUES (%(document_id)s, %(number)s, %(words)s, %(reason)s);

-- head: where the log ends
SELECT position, hash, recorded_at, sample FROM log.head;

-- read_stream: the events of a stream after a version, oldest first
SELECT position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
       recorded_at, body, hash
FROM log.events
WHERE stream = %(stream)s AND version > %(after)s
ORDER BY version;

-- read_all: events after a position in the one global order, a page at a time, optionally of some types only
SELECT position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
       recorded_at, body, hash
FROM log.events
WHERE position > %(after)s
  AND position <= %(through)s
  AND (%(types)s::text[] IS NULL OR type = ANY (%(types)s::text[]))
ORDER BY position
LIMIT %(limit)s;

-- parts: the parts of a document in order
SELECT d.reference_id, d.ordinal AS document_ordinal, p.ordinal, p.start_offset, p.words, p.salt, p.commitment
FROM log.documents d
JOIN log.document_parts p USING (document_id)
WHERE d.document_id = %(document_id)s
ORDER BY p.ordinal;

-- checkpoint: how far a consumer is
SELECT position FROM jobs.checkpoints WHERE name = %(name)s;

-- move_checkpoint: remember how far a consumer is, never further back
INSERT INTO jobs.checkpoints AS c (name, position)
VALUES (%(name)s, %(position)s)
ON CONFLICT (name) DO UPDATE SET position = greatest(c.position, excluded.position);

-- announced: the last position of the append that caused the newest development
SELECT max(e.position) AS position
FROM log.events e
WHERE e.first_position = (
    SELECT f.first_position
    FROM log.events f
    WHERE f.position = (
        SELECT max((d.body ->> 'cause_position')::bigint) FROM log.events d WHERE d.type = 'DevelopmentRecorded'
    )
);
