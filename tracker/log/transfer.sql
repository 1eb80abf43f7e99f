-- take_as_long_as_needed: a transfer takes as long as the file does, whatever limits the server or the role has set
SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout');

-- wait_for_input: a file may come over a slow line, and the role's limit is meant for writers that have stopped
SET LOCAL idle_in_transaction_session_timeout = '10min';

-- be_known: other writers leave a session of this name its hold on the head (`head_holders`), and name it where they give up
SET LOCAL application_name = 'tracker log import';

-- one_snapshot: all that is read is the log as it is now
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;

-- head: where the log ends
SELECT position, encode(hash, 'hex') AS hash, sample FROM log.head;

-- lock_head: nobody else appends until this transaction ends
SELECT FROM log.lock_head_v1();

-- anything: whether anything is recorded
SELECT EXISTS (SELECT FROM log.events) OR EXISTS (SELECT FROM log.documents) AS recorded;

-- document: the line of a document d; a fragment of the statements below
json_build_object(
    'kind', 'document',
    'document_id', d.document_id,
    'reference_id', d.reference_id,
    'ordinal', d.ordinal,
    'parts', coalesce((
        SELECT json_agg(json_build_object(
            'ordinal', p.ordinal,
            'start', p.start_offset,
            'words', p.words,
            'salt', encode(p.salt, 'hex'),
            'commitment', encode(p.commitment, 'hex')
        ) ORDER BY p.ordinal)
        FROM log.document_parts p
        WHERE p.document_id = d.document_id
    ), '[]')
);

-- events: the line of every event in an order, each with that of the document that it is the first of its stream to name
COPY (
    SELECT json_build_object(
               'kind', 'event',
               'position', e.position,
               'first_position', e.first_position,
               'stream', e.stream,
               'version', e.version,
               'event_id', e.event_id,
               'type', e.type,
               'schema_version', e.schema_version,
               'actor', e.actor,
               'correlation', e.correlation,
               'cause', e.cause,
               'recorded_at', to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
               'body', e.body,
               'salt', encode(e.salt, 'hex'),
               'digest', encode(e.digest, 'hex'),
               'hash', encode(e.hash, 'hex')
           ),
           CASE WHEN e.type = ANY (%(types)s::text[]) THEN (
               SELECT {document}
               FROM log.documents d
               WHERE 'cable/' || d.reference_id = e.stream
                 AND d.reference_id = substr(e.stream, 7)
                 AND d.document_id::text = e.body ->> 'document_id'
                 AND NOT EXISTS (
                     SELECT FROM log.events f
                     WHERE f.stream = e.stream
                       AND f.version < e.version
                       AND f.type = ANY (%(types)s::text[])
                       AND f.body ->> 'document_id' = e.body ->> 'document_id'
                 )
           ) END
    -- Sorted before any line is made: so what is sorted holds no words of documents.
    FROM (SELECT * FROM log.events e ORDER BY {order}) AS e
    ORDER BY {order}
) TO STDOUT;

-- unnamed_documents: the lines of the documents that no event names, unless one of a type that is not known does
COPY (
    SELECT {document}
    FROM log.documents d
    WHERE NOT EXISTS (
        SELECT FROM log.events e
        WHERE e.stream = 'cable/' || d.reference_id
          AND e.type = ANY (%(types)s::text[])
          AND e.body ->> 'document_id' = d.document_id::text
    )
    ORDER BY d.reference_id COLLATE "C", d.ordinal
) TO STDOUT;

-- in_order_of_recording: an order of events e
e.position;

-- in_order_of_streams: an order of events e that is the same whatever order they were recorded in
e.stream COLLATE "C", e.version;

-- add_events: record events as they are; the trigger holds them to the rule of every insertion
COPY log.events (
    position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause, recorded_at,
    body, salt, digest, hash
) FROM STDIN;

-- add_documents: record documents
COPY log.documents (document_id, reference_id, ordinal) FROM STDIN;

-- add_parts: record parts of documents, in the transaction that records the documents
COPY log.document_parts (document_id, ordinal, start_offset, words, salt, commitment) FROM STDIN;

-- parts: the parts of documents as they are recorded, in order; where a document has none, a row without ordinal
SELECT d.document_id::text, 'cable/' || d.reference_id AS stream, p.ordinal, p.start_offset AS start,
       encode(p.commitment, 'hex') AS commitment
FROM log.documents d
LEFT JOIN log.document_parts p USING (document_id)
WHERE d.document_id = ANY (%(ids)s::uuid[])
ORDER BY d.document_id, p.ordinal;
