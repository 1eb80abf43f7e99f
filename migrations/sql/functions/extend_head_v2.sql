-- The rule that every insertion obeys, whoever makes it: positions, versions, times and hashes must extend the log.
--
-- One statement may hold several appends. The events of an append are one microsecond apart, appends two or more: so the
-- times, which the chain covers, tell where an append begins, and `first_position` can be checked against them for ever.
-- Runs with the owner's rights, since nobody else may move the head. Readers wake when the transaction commits; that a
-- notification is sent within it costs nothing, because appends wait for each other all the same.
CREATE FUNCTION log.extend_head_v2()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sample boolean;
    event record;
    previous record;
    wrong text;
    samples boolean := false;
    others boolean := false;
BEGIN
    SELECT h.sample INTO sample FROM log.head h FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the log has no head' USING ERRCODE = 'TR004';
    END IF;
    -- The head stands before the first, as an event of no stream and no append.
    SELECT h.position, NULL::bigint AS first_position, NULL::text AS stream, NULL::bigint AS version,
           NULL::uuid AS event_id, h.recorded_at, h.hash, NULL::bytea AS digest, NULL::boolean AS is_sound
    INTO previous
    FROM log.head h;

    FOR event IN
        SELECT i.position, i.first_position, i.stream, i.version, i.event_id, i.recorded_at, i.hash, i.digest,
               -- Constraints of the table would be read anew for every insertion, which takes longer than to check here.
               i.schema_version > 0
               AND octet_length(i.digest) = 32
               AND CASE WHEN i.body IS NULL THEN i.salt IS NULL ELSE octet_length(i.salt) = 16 END
               -- Readers hold whole pages of events. We ourselves append far less (`tracker.log.wire`).
               AND coalesce(pg_column_size(i.body) <= 8388608, true) AS is_sound
        FROM inserted i
        ORDER BY i.position
    LOOP
        IF event.is_sound IS NOT TRUE THEN
            wrong := 'has not the form of an event, or says too much';
        ELSIF event.position <> previous.position + 1 THEN
            wrong := 'does not take the next position of the log';
        ELSIF event.first_position = previous.first_position THEN
            IF event.recorded_at <> previous.recorded_at + interval '1 microsecond' THEN
                wrong := 'is recorded at another time than its append';
            END IF;
        ELSIF event.first_position <> event.position THEN
            wrong := 'belongs to no append';
        ELSIF event.recorded_at < previous.recorded_at + interval '2 microseconds' THEN
            wrong := 'is recorded at a time before the next';
        ELSIF event.recorded_at > clock_timestamp() + interval '1 minute'
              AND event.recorded_at > previous.recorded_at + interval '2 microseconds' THEN
            wrong := 'is recorded at a time to come';
        END IF;
        IF wrong IS NULL AND event.hash <> log.chain_hash_v2(
            previous.hash, event.position, event.version, log.microseconds_v1(event.recorded_at), event.digest
        ) THEN
            wrong := 'has a hash that does not extend the chain';
        END IF;
        IF event.stream = previous.stream THEN
            IF event.version <> previous.version + 1 THEN
                wrong := coalesce(wrong, 'has not the next version of its stream');
            END IF;
        ELSE
            IF event.stream !~ '^[a-z]+(/[^[:space:]]+)?$' THEN
                wrong := coalesce(wrong, 'has not the name of a stream');
            END IF;
            -- That no version is taken twice is the unique index's rule; that none is left out is this one.
            IF event.version <> 1 AND NOT EXISTS (
                SELECT
                FROM log.events e
                WHERE e.stream = event.stream AND e.version = event.version - 1 AND e.position < event.position
            ) THEN
                wrong := coalesce(wrong, 'has not the next version of its stream');
            END IF;
            IF event.stream LIKE 'cable/__SAMPLE%' AND event.stream ~ '^cable/[0-9]{2}SAMPLE[0-9]+$' THEN
                samples := true;
            ELSIF event.stream LIKE 'cable/%' THEN
                others := true;
            END IF;
        END IF;
        IF wrong IS NOT NULL THEN
            RAISE EXCEPTION 'event % of stream % %', event.event_id, event.stream, wrong USING ERRCODE = 'TR004';
        END IF;
        previous := event;
    END LOOP;
    IF previous.stream IS NULL THEN
        RETURN NULL;
    END IF;
    IF (samples AND others) OR (samples AND NOT sample) OR (others AND sample) THEN
        RAISE EXCEPTION 'sample cables and others cannot be in one log' USING ERRCODE = 'TR005';
    END IF;

    UPDATE log.head AS h
    SET position = previous.position, hash = previous.hash, recorded_at = previous.recorded_at,
        sample = CASE WHEN samples THEN true WHEN others THEN false ELSE h.sample END;
    -- Whoever may connect can keep the queue from being emptied, and a full one would fail the append: readers poll too.
    IF pg_notification_queue_usage() < 0.5 THEN
        PERFORM pg_notify('tracker_log', '');
    END IF;
    RETURN NULL;
END
$$;
