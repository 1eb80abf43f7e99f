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
-- Statements and expressions are few, since each is made ready anew in every transaction: that takes longer than to run
-- it. So what most appends do, one event or some of one stream that is at the version expected, has a shorter way.
--
-- Runs with the owner's rights, since a writer may not lock the head by itself.
CREATE FUNCTION log.append_v2(events log.new_event[], expected_streams text[], expected_versions bigint[])
RETURNS bigint[]
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head record;
    wanted record;
    event log.new_event := events[1];
    -- Where a stream ends, the one that an event is of, and where those end that came before, by their names.
    last_version bigint;
    stream text;
    slot integer;
    streams text[] := '{}';
    last_versions bigint[] := '{}';
    counted bigint[];
    nth integer := 0;
    microseconds bigint;
    chain bytea;
    positions bigint[] := '{}';
    versions bigint[] := '{}';
    hashes bytea[] := '{}';
BEGIN
    -- The lock comes before everything that is checked: what the checks see cannot change until this transaction ends.
    -- Appends are two microseconds apart and the events of one a single one: so times tell where an append begins.
    SELECT h.position, h.hash, greatest(clock_timestamp(), h.recorded_at + interval '2 microseconds') AS recorded_at
    INTO head
    FROM log.head h
    FOR UPDATE;

    IF expected_streams = ARRAY[event.stream] AND cardinality(expected_versions) = 1 AND expected_versions[1] IS NOT NULL
    THEN
        stream := event.stream;
        SELECT coalesce(max(e.version), 0) INTO last_version FROM log.events e WHERE e.stream = event.stream;
        IF last_version <> expected_versions[1] THEN
            PERFORM log.refuse_version_v1(stream, expected_versions[1], last_version);
        END IF;
        IF cardinality(events) = 1
           AND event.body IS NOT NULL AND event.salt IS NOT NULL AND event.type NOT IN ('EventErased', 'WordsErased')
        THEN
            INSERT INTO log.events (
                position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
                recorded_at, body, salt, digest, hash
            )
            VALUES (
                head.position + 1, head.position + 1, stream, last_version + 1, event.event_id, event.type,
                event.schema_version, event.actor, event.correlation, event.cause, head.recorded_at, event.body,
                event.salt, event.digest,
                log.chain_hash_v2(
                    head.hash, head.position + 1, last_version + 1, log.microseconds_v1(head.recorded_at), event.digest
                )
            );
            RETURN ARRAY[head.position + 1];
        END IF;
    ELSIF (cardinality(expected_streams) = cardinality(expected_versions)) IS NOT TRUE THEN
        RAISE EXCEPTION 'each stream needs its expected version' USING ERRCODE = 'invalid_parameter_value';
    ELSE
        -- In order, so that a stream that is named twice is next to itself.
        FOR wanted IN
            SELECT s.stream, s.version,
                   coalesce((SELECT max(e.version) FROM log.events e WHERE e.stream = s.stream), 0) AS actual
            FROM unnest(expected_streams, expected_versions) AS s (stream, version)
            ORDER BY s.stream
        LOOP
            IF (wanted.stream <> coalesce(stream, '')) IS NOT TRUE THEN
                RAISE EXCEPTION 'stream % is expected twice, or is none', wanted.stream
                    USING ERRCODE = 'invalid_parameter_value';
            END IF;
            IF wanted.actual <> wanted.version THEN
                PERFORM log.refuse_version_v1(wanted.stream, wanted.version, wanted.actual);
            END IF;
            stream := wanted.stream;
            last_version := wanted.actual;
            streams := streams || stream;
            last_versions := last_versions || last_version;
        END LOOP;
    END IF;

    chain := head.hash;
    microseconds := log.microseconds_v1(head.recorded_at) - 1;
    FOREACH event IN ARRAY events LOOP
        nth := nth + 1;
        IF (
            event.stream = stream
            AND event.body IS NOT NULL AND event.salt IS NOT NULL AND event.type NOT IN ('EventErased', 'WordsErased')
        ) IS NOT TRUE THEN
            IF event.body IS NULL OR event.salt IS NULL OR event.type IN ('EventErased', 'WordsErased') THEN
                RAISE EXCEPTION 'event % of stream % %', event.event_id, event.stream,
                    CASE WHEN event.body IS NULL OR event.salt IS NULL
                        THEN 'has no content'
                        ELSE 'tells of an erasure, which is recorded by erasing'
                    END USING ERRCODE = 'TR004';
            END IF;
            -- Few streams are looked up among those before. For many, that takes a time that grows with the square of
            -- their number; then the versions of all events are counted at once.
            IF counted IS NULL AND cardinality(streams) < 50 THEN
                IF stream IS NOT NULL THEN
                    slot := coalesce(array_position(streams, stream), cardinality(streams) + 1);
                    streams[slot] := stream;
                    last_versions[slot] := last_version;
                END IF;
                stream := event.stream;
                slot := array_position(streams, stream);
                IF slot IS NULL THEN
                    SELECT coalesce(max(e.version), 0) INTO last_version FROM log.events e WHERE e.stream = event.stream;
                ELSE
                    last_version := last_versions[slot];
                END IF;
            ELSE
                counted := coalesce(counted, ARRAY(
                    SELECT coalesce((SELECT max(e.version) FROM log.events e WHERE e.stream = n.stream), 0)
                           + row_number() OVER (PARTITION BY n.stream ORDER BY n.ordinality)
                    FROM unnest(events) WITH ORDINALITY AS n
                    ORDER BY n.ordinality
                ));
                stream := event.stream;
                last_version := counted[nth] - 1;
            END IF;
        END IF;
        last_version := last_version + 1;
        chain := sha256(
            chain || int8send(head.position + nth) || int8send(last_version) || int8send(microseconds + nth) || event.digest
        );
        positions := positions || (head.position + nth);
        versions := versions || last_version;
        hashes := hashes || chain;
    END LOOP;

    INSERT INTO log.events (
        position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
        recorded_at, body, salt, digest, hash
    )
    SELECT n.position, head.position + 1, n.stream, n.version, n.event_id, n.type, n.schema_version, n.actor,
           n.correlation, n.cause,
           head.recorded_at + (n.position - head.position - 1) * interval '1 microsecond', n.body, n.salt, n.digest, n.hash
    FROM unnest(events, positions, versions, hashes)
        AS n (stream, type, schema_version, event_id, actor, correlation, cause, body, salt, digest, position, version,
              hash);

    RETURN positions;
END
$$;
