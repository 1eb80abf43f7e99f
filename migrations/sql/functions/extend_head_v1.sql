-- The rule that every insertion obeys, whoever makes it: positions, versions, times and hashes must extend the log.
-- Runs with the owner's rights, since nobody else may move the head.
CREATE FUNCTION log.extend_head_v1()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head log.head;
    first_of_append bigint;
    event record;
    wrong record;
    samples boolean;
    others boolean;
BEGIN
    head := log.lock_head_v1();
    first_of_append := head.position + 1;
    FOR event IN SELECT * FROM inserted ORDER BY position LOOP
        IF event.position <> head.position + 1 OR event.first_position <> first_of_append THEN
            RAISE EXCEPTION 'event % does not follow position % of the log', event.event_id, head.position
                USING ERRCODE = 'TR004';
        END IF;
        IF event.recorded_at <= head.recorded_at
           OR event.recorded_at > clock_timestamp() + interval '1 minute' + (event.position - first_of_append) * interval '1 microsecond'
              AND event.recorded_at > head.recorded_at + interval '1 microsecond' THEN
            RAISE EXCEPTION 'event % is recorded at a time that is not the next', event.event_id
                USING ERRCODE = 'TR004';
        END IF;
        IF event.hash <> log.chain_hash_v1(head.hash, event.position, event.version, event.recorded_at, event.digest) THEN
            RAISE EXCEPTION 'the hash of event % does not extend the chain', event.event_id
                USING ERRCODE = 'TR004';
        END IF;
        head.position := event.position;
        head.hash := event.hash;
        head.recorded_at := event.recorded_at;
    END LOOP;
    IF head.position < first_of_append THEN
        RETURN NULL;
    END IF;

    -- In each stream the versions go on from the last one, in the order of the positions.
    SELECT s.stream, s.version INTO wrong
    FROM (
        SELECT i.stream, i.version, row_number() OVER (PARTITION BY i.stream ORDER BY i.position) AS nth
        FROM inserted i
    ) AS s
    JOIN (
        SELECT n.stream, coalesce((
            SELECT max(e.version) FROM log.events e WHERE e.stream = n.stream AND e.position < first_of_append
        ), 0) AS version
        FROM (SELECT DISTINCT i.stream FROM inserted i) AS n
    ) AS base USING (stream)
    WHERE s.version <> base.version + s.nth
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'version % of stream % is not the next', wrong.version, wrong.stream USING ERRCODE = 'TR004';
    END IF;

    SELECT bool_or(i.stream ~ '^cable/[0-9]{2}SAMPLE[0-9]+$'), bool_or(i.stream !~ '^cable/[0-9]{2}SAMPLE[0-9]+$')
    INTO samples, others
    FROM inserted i
    WHERE i.stream LIKE 'cable/%';
    IF (samples AND others) OR (samples AND NOT head.sample) OR (others AND head.sample) THEN
        RAISE EXCEPTION 'sample cables and others cannot be in one log' USING ERRCODE = 'TR005';
    END IF;

    UPDATE log.head AS h
    SET position = head.position, hash = head.hash, recorded_at = head.recorded_at,
        sample = coalesce(h.sample, samples);
    RETURN NULL;
END
$$;
