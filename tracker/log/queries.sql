-- new_event_type: the object id of the type that events are appended as
SELECT 'log.new_event'::regtype::oid::bigint AS type_id;

-- append: append events; returns their positions in the order given
SELECT log.append_v2(%(events)b::log.new_event[], %(streams)b::text[], %(versions)b::bigint[]) AS positions;

-- append_call: the same, with its parameters by their numbers
SELECT log.append_v2($1, $2, $3);

-- append_at_call: append events at given versions of their streams; returns the first's position
SELECT log.append_at_v3($1, $2, $3);

-- recorded: the positions of events that are recorded already with the same content; null where none is
SELECT log.recorded_v1(%(events)b::log.new_event[]) AS positions;

-- lock_head: hold the end of the log until the transaction ends
SELECT h.position, h.hash, h.recorded_at, clock_timestamp() AS now FROM log.lock_head_v1() AS h;

-- look: where the log ends, without holding it
SELECT h.position, h.hash, h.recorded_at, clock_timestamp() AS now FROM log.head h;

-- versions: where streams end; none for one that does not exist
SELECT s.stream, newest.version
FROM unnest(%(streams)b::text[]) AS s (stream)
CROSS JOIN LATERAL (
    SELECT e.version FROM log.events e WHERE e.stream = s.stream ORDER BY e.version DESC LIMIT 1
) AS newest;

-- copy_events: take in rows of events at their places
COPY log.events (
    position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause, recorded_at,
    body, salt, digest, hash
) FROM STDIN (FORMAT binary);

-- known: which of these events are recorded
SELECT event_id FROM log.events WHERE event_id = ANY (%(event_ids)b::uuid[]);

-- head_holders: the sessions that hold the head, whether they are of our own role and wait for their client, and how far
-- they are; an import waits for its file, and nothing was recorded before it
SELECT a.pid,
       coalesce(nullif(a.application_name, ''), 'unnamed') AS application,
       a.usename = current_user AND a.application_name <> 'tracker log import' AS ours,
       coalesce(a.wait_event IN ('ClientRead', 'ClientWrite'), false) AS waits_for_client,
       ROW(a.backend_start, a.query_start, a.state_change, p.bytes_processed, p.tuples_processed)::text AS progress
FROM pg_locks l
JOIN pg_stat_activity a USING (pid)
LEFT JOIN pg_stat_progress_copy p USING (pid)
WHERE l.relation = 'log.head'::regclass
  AND l.mode = 'RowShareLock'
  AND l.granted
  AND a.datname = current_database()
  AND a.wait_event_type IS DISTINCT FROM 'Lock'
  AND a.pid <> pg_backend_pid();

-- end_holder: end a session that has not moved
SELECT pg_terminate_backend(still.pid) AS ended
FROM (
    SELECT a.pid
    FROM pg_stat_activity a
    LEFT JOIN pg_stat_progress_copy p USING (pid)
    WHERE a.pid = %(pid)s
      AND ROW(a.backend_start, a.query_start, a.state_change, p.bytes_processed, p.tuples_processed)::text = %(progress)s
    OFFSET 0
) AS still;

-- head: where the log ends
SELECT position, hash, recorded_at, sample FROM log.head;

-- read_stream: the events of a stream after a version and up to another, oldest first
SELECT position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
       recorded_at, body, hash
FROM log.events
WHERE stream = %(stream)s AND version > %(after)s AND version <= %(through)s
ORDER BY version
LIMIT %(limit)s;

-- read_streams: the events of some streams, each oldest first
SELECT position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
       recorded_at, body, hash
FROM log.events
WHERE stream = ANY (%(streams)s)
ORDER BY stream, version;

-- read_stream_backwards: the same, newest first
SELECT position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
       recorded_at, body, hash
FROM log.events
WHERE stream = %(stream)s AND version > %(after)s AND version <= %(through)s
ORDER BY version DESC
LIMIT %(limit)s;

-- read_all: events in a range of the one global order, of some types and categories where asked
SELECT position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
       recorded_at, body, hash
FROM log.events
WHERE position > %(after)s
  AND position <= %(through)s
  AND (%(types)s::text[] IS NULL OR type = ANY (%(types)s::text[]))
  AND (%(categories)s::text[] IS NULL OR split_part(stream, '/', 1) = ANY (%(categories)s::text[]))
ORDER BY position;

-- end_of_page: the last position of a page of about so many, which ends with an append
SELECT coalesce(
    (
        SELECT e.position - 1
        FROM log.events e
        WHERE e.position > %(after)s::bigint + %(size)s::bigint
          AND e.position <= %(through)s
          AND e.position = e.first_position
        ORDER BY e.position
        LIMIT 1
    ),
    %(through)s
) AS position;

-- read_appends: of a page, the events of some types in those appends that hold any of others that is not erased
SELECT position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
       recorded_at, body, hash
FROM log.events
WHERE position > %(after)s
  AND position <= %(through)s
  AND type = ANY (%(types)s::text[])
  AND first_position IN (
      SELECT told.first_position
      FROM log.events told
      WHERE told.position > %(after)s
        AND told.position <= %(through)s
        AND told.type = ANY (%(having)s::text[])
        AND told.body IS NOT NULL
  )
ORDER BY position;

-- parts: the parts of a document in order
SELECT document_id, d.reference_id, d.ordinal AS document_ordinal, p.ordinal, p.start_offset, p.words, p.salt, p.commitment
FROM log.documents d
JOIN log.document_parts p USING (document_id)
WHERE d.document_id = %(document_id)s
ORDER BY p.ordinal;

-- parts_of: the parts of all documents of some cables in order; by an array, so that no others are read
SELECT document_id, d.reference_id, d.ordinal AS document_ordinal, p.ordinal, p.start_offset, p.words, p.salt,
       p.commitment
FROM log.documents d
JOIN log.document_parts p USING (document_id)
WHERE d.reference_id = ANY (%(reference_ids)s)
  AND p.document_id = ANY (
      ARRAY(SELECT own.document_id FROM log.documents own WHERE own.reference_id = ANY (%(reference_ids)s))
  )
ORDER BY document_id, p.ordinal;

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
