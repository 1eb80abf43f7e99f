-- Appends events in one global order; returns their positions in the order given.
--
-- Expected versions are checked per stream: 0 means that the stream must not exist, null that any version will do; a
-- wrong one is error TR001, with a JSON object as detail. An event id that is recorded already violates the unique
-- constraint: only then, or where a version is wrong, need it be asked (`recorded_v1`) whether all this is a repeat.
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
    event log.new_event;
    streams text[] := '{}';
    newest bigint[] := '{}';
    newest_version bigint;
    nth integer;
    started timestamptz;
    microseconds bigint;
    chain bytea;
    positions bigint[] := '{}';
    versions bigint[] := '{}';
    hashes bytea[] := '{}';
BEGIN
    -- The lock comes before everything that is checked: what the checks see cannot change until this transaction ends.
    SELECT h.* INTO head FROM log.head h FOR UPDATE;

    FOR nth IN 1 .. cardinality(expected_streams) LOOP
        SELECT coalesce(max(e.version), 0) INTO newest_version FROM log.events e WHERE e.stream = expected_streams[nth];
        IF newest_version <> expected_versions[nth] THEN
            RAISE EXCEPTION 'stream % is at version %, not at %',
                expected_streams[nth], newest_version, expected_versions[nth]
                USING ERRCODE = 'TR001',
                      DETAIL = json_build_object(
                          'stream', expected_streams[nth], 'expected', expected_versions[nth], 'actual', newest_version
                      );
        END IF;
        streams := streams || expected_streams[nth];
        newest := newest || newest_version;
    END LOOP;

    -- Appends are two microseconds apart and the events of one a single one: so times tell where an append begins.
    started := greatest(clock_timestamp(), head.recorded_at + interval '2 microseconds');
    microseconds := log.microseconds_v1(started);
    chain := head.hash;
    FOREACH event IN ARRAY events LOOP
        nth := array_position(streams, event.stream);
        IF nth IS NULL THEN
            SELECT coalesce(max(e.version), 0) INTO newest_version FROM log.events e WHERE e.stream = event.stream;
            streams := streams || event.stream;
            newest := newest || newest_version;
            nth := cardinality(streams);
        END IF;
        newest[nth] := newest[nth] + 1;
        chain := log.chain_hash_v2(
            chain,
            head.position + 1 + cardinality(positions),
            newest[nth],
            microseconds + cardinality(positions),
            event.digest
        );
        positions := positions || head.position + 1 + cardinality(positions);
        versions := versions || newest[nth];
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
