-- Appends events in one global order; returns their positions in the order given.
--
-- Expected versions are checked per stream: 0 means that the stream must not exist, null that any version will do; a
-- wrong one is error TR001, with a JSON object as detail. An event id that is recorded already violates the unique
-- constraint: only then, or where a version is wrong, need it be asked (`recorded_v1`) whether all this is a repeat.
--
-- An event without content, or one that tells of an erasure, is error TR004: only `log.erase_v1` makes the one and
-- records the other. Who may insert rows can still put in both, since a log that is imported has them; what is recorded
-- already nobody can blank by that, and verification names what tells of an erasure that never was.
--
-- Runs with the owner's rights, since a writer may not lock the head by itself.
CREATE FUNCTION log.append_v2(events log.new_event[], expected_streams text[], expected_versions bigint[])
RETURNS bigint[]
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head log.head;
    wanted record;
    event log.new_event;
    nth integer := 0;
    stream_before text;
    version bigint;
    several bigint[];
    started timestamptz;
    microseconds bigint;
    chain bytea;
    positions bigint[] := '{}';
    versions bigint[] := '{}';
    hashes bytea[] := '{}';
BEGIN
    IF (cardinality(expected_streams) = cardinality(expected_versions)) IS NOT TRUE THEN
        RAISE EXCEPTION 'each stream needs its expected version' USING ERRCODE = 'invalid_parameter_value';
    END IF;

    -- The lock comes before everything that is checked: what the checks see cannot change until this transaction ends.
    SELECT h.* INTO head FROM log.head h FOR UPDATE;

    -- In order, so that a stream that is named twice is next to itself.
    FOR wanted IN
        SELECT s.stream, s.version,
               coalesce((SELECT max(e.version) FROM log.events e WHERE e.stream = s.stream), 0) AS actual
        FROM unnest(expected_streams, expected_versions) AS s (stream, version)
        ORDER BY s.stream
    LOOP
        IF (wanted.stream <> coalesce(stream_before, '')) IS NOT TRUE THEN
            RAISE EXCEPTION 'stream % is expected twice, or is none', wanted.stream
                USING ERRCODE = 'invalid_parameter_value';
        END IF;
        IF wanted.actual <> wanted.version THEN
            RAISE EXCEPTION 'stream % is at version %, not at %', wanted.stream, wanted.actual, wanted.version
                USING ERRCODE = 'TR001',
                      DETAIL = json_build_object(
                          'stream', wanted.stream, 'expected', wanted.version, 'actual', wanted.actual
                      );
        END IF;
        stream_before := wanted.stream;
        version := wanted.actual;
    END LOOP;

    -- Appends are two microseconds apart and the events of one a single one: so times tell where an append begins.
    started := greatest(clock_timestamp(), head.recorded_at + interval '2 microseconds');
    microseconds := log.microseconds_v1(started);
    chain := head.hash;
    FOREACH event IN ARRAY events LOOP
        IF event.body IS NULL OR event.salt IS NULL OR event.type IN ('EventErased', 'WordsErased') THEN
            RAISE EXCEPTION 'event % of stream % %', event.event_id, event.stream,
                CASE WHEN event.body IS NULL OR event.salt IS NULL
                    THEN 'has no content'
                    ELSE 'tells of an erasure, which is recorded by erasing'
                END USING ERRCODE = 'TR004';
        END IF;
        nth := nth + 1;
        -- The versions of one stream are counted. Those of several are computed at once, where a second one turns up:
        -- to look each stream up among those before it takes a time that grows with the square of their number.
        IF several IS NOT NULL THEN
            version := several[nth];
        ELSIF event.stream = stream_before THEN
            version := version + 1;
        ELSIF nth = 1 THEN
            SELECT coalesce(max(e.version), 0) + 1 INTO version FROM log.events e WHERE e.stream = event.stream;
            stream_before := event.stream;
        ELSE
            several := ARRAY(
                SELECT coalesce((SELECT max(e.version) FROM log.events e WHERE e.stream = n.stream), 0)
                       + row_number() OVER (PARTITION BY n.stream ORDER BY n.ordinality)
                FROM unnest(events) WITH ORDINALITY AS n
                ORDER BY n.ordinality
            );
            version := several[nth];
        END IF;
        chain := log.chain_hash_v2(chain, head.position + nth, version, microseconds + nth - 1, event.digest);
        positions := positions || (head.position + nth);
        versions := versions || version;
        hashes := hashes || chain;
    END LOOP;

    INSERT INTO log.events (
        position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
        recorded_at, body, salt, digest, hash
    )
    SELECT n.position, head.position + 1, n.stream, n.version, n.event_id, n.type, n.schema_version, n.actor,
           n.correlation, n.cause, started + (n.position - head.position - 1) * interval '1 microsecond', n.body, n.salt,
           n.digest, n.hash
    FROM unnest(events, positions, versions, hashes)
        AS n (stream, type, schema_version, event_id, actor, correlation, cause, body, salt, digest, position, version,
              hash);

    RETURN positions;
END
$$;
