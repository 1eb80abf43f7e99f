-- Appends events at given versions of their streams, each event's its own; returns the position of the first.
--
-- What most appends are, in fewer statements than `append_v2` needs for any: there is no look at where the streams end.
-- Where one is not where it is expected, the version that an event would have is taken (the unique constraint), or the
-- one before it is not there (TR004); an event that is none has no hash (23502). `append_v2`, called with the same, then
-- tells what is wrong.
--
-- The digests of the events are given beside them, since the chain needs no more of an event: to take each apart for it
-- takes longer than to reckon its hash. So an event need not hold its own once more; where it does and that is another,
-- the hash is wrong (TR004).
--
-- Runs with the owner's rights, since a writer may not lock the head by itself.
DROP FUNCTION log.append_at_v2(log.new_event[], bigint[], bytea[]);

CREATE FUNCTION log.append_at_v3(events log.new_event[], versions bigint[], digests bytea[])
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head record;
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
    FOR nth IN 1 .. cardinality(digests) LOOP
        chain := sha256(
            chain || int8send(head.position + nth) || int8send(versions[nth]) || int8send(microseconds + nth)
            || digests[nth]
        );
        hashes := hashes || chain;
    END LOOP;
    IF cardinality(digests) = 1 THEN
        alone := set_config('tracker.alone', 'on', true);
    END IF;

    INSERT INTO log.events (
        position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
        recorded_at, body, salt, digest, hash
    )
    SELECT head.position + n.nth, head.position + 1, n.stream, versions[n.nth], n.event_id, n.type, n.schema_version,
           n.actor, n.correlation, n.cause, head.recorded_at + (n.nth - 1) * interval '1 microsecond', n.body, n.salt,
           coalesce(n.digest, digests[n.nth]), CASE
               WHEN n.body IS NOT NULL AND n.salt IS NOT NULL AND n.type NOT IN ('EventErased', 'WordsErased')
               THEN hashes[n.nth]
           END
    FROM unnest(events) WITH ORDINALITY
        AS n (stream, type, schema_version, event_id, actor, correlation, cause, body, salt, digest, nth);

    RETURN head.position + 1;
END
$$;
