-- Appends events, given as arrays of one length, in one global order; returns their positions and versions.
--
-- A call whose event ids are all recorded with the same content is a no-op that returns what was recorded. Expected
-- versions are checked per stream: 0 means that the stream must not exist, null that any version will do.
-- Errors: TR001 wrong expected version, TR002 event id recorded with other content, TR003 only some ids recorded; the
-- detail is a JSON object.
CREATE FUNCTION log.append_v1(
    streams text[], types text[], schema_versions integer[], event_ids uuid[], actors text[], correlations uuid[],
    causes uuid[], bodies jsonb[], salts bytea[], digests bytea[], expected_streams text[], expected_versions bigint[]
)
RETURNS TABLE (event_id uuid, "position" bigint, version bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head log.head;
    size integer := cardinality(event_ids);
    known integer;
    wrong record;
    numbers bigint[];
    times timestamptz[];
    hashes bytea[];
    started timestamptz;
BEGIN
    -- The lock comes before everything that is checked: what the checks see cannot change until this transaction ends.
    head := log.lock_head_v1();

    SELECT count(*) INTO known FROM log.events e WHERE e.event_id = ANY (append_v1.event_ids);
    IF known > 0 THEN
        SELECT e.event_id, e.stream INTO wrong
        FROM log.events e
        JOIN unnest(append_v1.event_ids, streams, types, schema_versions, bodies)
            AS n (event_id, stream, type, schema_version, body) USING (event_id)
        WHERE (e.stream, e.type, e.schema_version, e.body) IS DISTINCT FROM (n.stream, n.type, n.schema_version, n.body)
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'event % is recorded with other content', wrong.event_id
                USING ERRCODE = 'TR002', DETAIL = json_build_object('event_id', wrong.event_id, 'stream', wrong.stream);
        END IF;
        IF known < size THEN
            RAISE EXCEPTION 'only % of % events are recorded already', known, size
                USING ERRCODE = 'TR003', DETAIL = json_build_object('recorded', known, 'given', size);
        END IF;
        RETURN QUERY
            SELECT e.event_id, e.position, e.version
            FROM unnest(append_v1.event_ids) WITH ORDINALITY AS n (event_id, i)
            JOIN log.events e USING (event_id)
            ORDER BY n.i;
        RETURN;
    END IF;

    SELECT x.stream, x.expected, coalesce(max(e.version), 0) AS actual INTO wrong
    FROM unnest(expected_streams, expected_versions) AS x (stream, expected)
    LEFT JOIN log.events e ON e.stream = x.stream
    WHERE x.expected IS NOT NULL
    GROUP BY x.stream, x.expected
    HAVING coalesce(max(e.version), 0) <> x.expected
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'stream % is at version %, not at %', wrong.stream, wrong.actual, wrong.expected
            USING ERRCODE = 'TR001',
                  DETAIL = json_build_object('stream', wrong.stream, 'expected', wrong.expected, 'actual', wrong.actual);
    END IF;

    SELECT array_agg(
               base.version + n.nth ORDER BY n.i
           ) INTO numbers
    FROM (
        SELECT u.stream, u.i, row_number() OVER (PARTITION BY u.stream ORDER BY u.i) AS nth
        FROM unnest(streams) WITH ORDINALITY AS u (stream, i)
    ) AS n
    JOIN (
        SELECT s.stream, coalesce((SELECT max(e.version) FROM log.events e WHERE e.stream = s.stream), 0) AS version
        FROM (SELECT DISTINCT unnest(streams) AS stream) AS s
    ) AS base USING (stream);

    started := greatest(clock_timestamp(), head.recorded_at + interval '1 microsecond');
    FOR i IN 1 .. size LOOP
        times[i] := started + (i - 1) * interval '1 microsecond';
        hashes[i] := log.chain_hash_v1(
            CASE i WHEN 1 THEN head.hash ELSE hashes[i - 1] END, head.position + i, numbers[i], times[i], digests[i]
        );
    END LOOP;

    INSERT INTO log.events (
        position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
        recorded_at, body, salt, digest, hash
    )
    SELECT head.position + n.i, head.position + 1, n.stream, n.version, n.event_id, n.type, n.schema_version, n.actor,
           n.correlation, n.cause, n.recorded_at, n.body, n.salt, n.digest, n.hash
    FROM unnest(streams, numbers, append_v1.event_ids, types, schema_versions, actors, correlations, causes, times,
                bodies, salts, digests, hashes)
        WITH ORDINALITY AS n (stream, version, event_id, type, schema_version, actor, correlation, cause, recorded_at,
                              body, salt, digest, hash, i)
    ORDER BY n.i;

    RETURN QUERY
        SELECT n.event_id, head.position + n.i, n.version
        FROM unnest(append_v1.event_ids, numbers) WITH ORDINALITY AS n (event_id, version, i)
        ORDER BY n.i;
END
$$;
