-- Appends events at given versions of their streams, each event's its own; returns the position of the first.
--
-- What most appends are, in fewer statements than `append_v2` needs for any: there is no look at where the streams end.
-- Where one is not where it is expected, the version that an event would have is taken (the unique constraint), or the
-- one before it is not there (TR004). `append_v2`, called with the same, then tells what is wrong.
--
-- Runs with the owner's rights, since a writer may not lock the head by itself.
CREATE FUNCTION log.append_at_v1(events log.new_event[], versions bigint[])
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head record;
    event log.new_event;
    nth bigint := 0;
    microseconds bigint;
    chain bytea;
    hashes bytea[] := '{}';
    alone text;
BEGIN
    -- The lock comes before everything that is checked: what the checks see cannot change until this transaction ends.
    -- Appends are two microseconds apart and the events of one a single one: so times tell where an append begins.
    SELECT h.position, h.hash, greatest(clock_timestamp(), h.recorded_at + interval '2 microseconds') AS recorded_at
    INTO head
    FROM log.head h
    FOR UPDATE;

    chain := head.hash;
    microseconds := log.microseconds_v1(head.recorded_at) - 1;
    FOREACH event IN ARRAY events LOOP
        IF (
            event.body IS NOT NULL AND event.salt IS NOT NULL AND event.type NOT IN ('EventErased', 'WordsErased')
        ) IS NOT TRUE THEN
            RAISE EXCEPTION 'event % of stream % is none that is appended', event.event_id, event.stream
                USING ERRCODE = 'TR004';
        END IF;
        nth := nth + 1;
        chain := sha256(
            chain || int8send(head.position + nth) || int8send(versions[nth]) || int8send(microseconds + nth)
            || event.digest
        );
        hashes := hashes || chain;
    END LOOP;
    IF nth = 1 THEN
        alone := set_config('tracker.alone', 'on', true);
    END IF;

    INSERT INTO log.events (
        position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
        recorded_at, body, salt, digest, hash
    )
    SELECT head.position + n.nth, head.position + 1, n.stream, n.version, n.event_id, n.type, n.schema_version, n.actor,
           n.correlation, n.cause, head.recorded_at + (n.nth - 1) * interval '1 microsecond', n.body, n.salt, n.digest,
           n.hash
    FROM unnest(events, versions, hashes) WITH ORDINALITY
        AS n (stream, type, schema_version, event_id, actor, correlation, cause, body, salt, digest, version, hash, nth);

    RETURN head.position + 1;
END
$$;
