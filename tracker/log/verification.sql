-- ending: where the head row says that the log ends (one row for each head row, one of nulls where there is none), which
-- positions there are, and on request how many documents and parts; one statement, so that all of it is of one moment
SELECT h.position, h.hash, h.recorded_at, h.sample, e.first, e.last,
       CASE WHEN %(counted)s THEN (SELECT count(*) FROM log.documents) END AS documents,
       CASE WHEN %(counted)s THEN (SELECT count(*) FROM log.document_parts) END AS parts
FROM (SELECT min(position) AS first, max(position) AS last FROM log.events) AS e
LEFT JOIN log.head AS h ON true;

-- events: the events of a range of positions, one row for each even where a position is there twice
SELECT position, first_position, stream, version, event_id::text, type, schema_version, actor, correlation::text,
       cause::text, recorded_at, body, salt, digest, hash
FROM log.events
WHERE position > %(after)s AND position <= %(through)s
ORDER BY position;

-- next_position: the first position after another that there is
SELECT min(position) FROM log.events WHERE position > %(after)s;

-- versions: how far streams were at a position
SELECT stream, max(version) FROM log.events WHERE stream = ANY (%(streams)s) AND position <= %(through)s GROUP BY stream;

-- repeated: the first event that has the id of another before it, of those after a position
SELECT r.second
FROM (
    SELECT (array_agg(position ORDER BY position))[2] AS second
    FROM log.events
    WHERE event_id IN (SELECT event_id FROM log.events GROUP BY event_id HAVING count(*) > 1)
    GROUP BY event_id
) AS r
WHERE r.second > %(after)s
ORDER BY r.second
LIMIT 1;

-- named: what is left of events
SELECT event_id::text, position, stream, version, type, body IS NULL AND salt IS NULL AS blank
FROM log.events
WHERE event_id = ANY (%(ids)s::uuid[]);

-- documents: the rows of documents
SELECT document_id::text, reference_id, ordinal FROM log.documents WHERE document_id = ANY (%(ids)s::uuid[]);

-- parts: the parts of documents
SELECT document_id::text, ordinal, start_offset, words, salt, commitment
FROM log.document_parts
WHERE document_id = ANY (%(ids)s::uuid[])
ORDER BY document_id, ordinal;

-- all_documents: all documents by id, a page at a time
SELECT document_id::text
FROM log.documents
WHERE %(after)s::uuid IS NULL OR document_id > %(after)s::uuid
ORDER BY document_id
LIMIT %(limit)s;

-- orphan: a document that has parts and no row
SELECT p.document_id::text
FROM log.document_parts AS p
WHERE NOT EXISTS (SELECT FROM log.documents AS d WHERE d.document_id = p.document_id)
ORDER BY p.document_id
LIMIT 1;
