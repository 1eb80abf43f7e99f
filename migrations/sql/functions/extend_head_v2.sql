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
    head log.head;
    event record;
    first_of_append bigint;
    stream_before text;
    version_before bigint;
    wrong text;
    samples boolean := false;
    others boolean := false;
BEGIN
    SELECT h.* INTO head FROM log.head h FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the log has no head' USING ERRCODE = 'TR004';
    END IF;

    FOR event IN
        SELECT i.position, i.first_position, i.stream, i.version, i.event_id, i.schema_version, i.recorded_at,
               i.body IS NULL AS is_erased, pg_column_size(i.body) AS size, octet_length(i.salt) AS salt_length, i.digest,
               i.hash
        FROM inserted i
        ORDER BY i.position
    LOOP
        -- Constraints of the table would be read anew for every insertion, which takes longer than to check them here.
        IF event.schema_version < 1
           OR octet_length(event.digest) <> 32
           OR event.salt_length <> 16
           OR event.is_erased <> (event.salt_length IS NULL) THEN
            wrong := 'has not the form of an event';
        ELSIF event.size > 8388608 THEN
            -- Readers hold whole pages of events. We ourselves append far less (`tracker.log.wire`).
            wrong := 'says too much';
        ELSIF event.position <> head.position + 1 THEN
            wrong := 'does not take the next position of the log';
        ELSIF event.first_position = event.position THEN
            IF event.recorded_at < head.recorded_at + interval '2 microseconds' THEN
                wrong := 'is recorded at a time before the next';
            ELSIF event.recorded_at > head.recorded_at + interval '2 microseconds'
                  AND event.recorded_at > clock_timestamp() + interval '1 minute' THEN
                wrong := 'is recorded at a time to come';
            END IF;
        ELSIF event.first_position IS DISTINCT FROM first_of_append THEN
            wrong := 'belongs to no append';
        ELSIF event.recorded_at <> head.recorded_at + interval '1 microsecond' THEN
            wrong := 'is recorded at another time than its append';
        END IF;
        IF wrong IS NULL AND event.hash <> log.chain_hash_v2(
            head.hash, event.position, event.version, log.microseconds_v1(event.recorded_at), event.digest
        ) THEN
            wrong := 'has a hash that does not extend the chain';
        END IF;
        IF event.stream = stream_before THEN
            IF event.version <> version_before + 1 THEN
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
        first_of_append := event.first_position;
        stream_before := event.stream;
        version_before := event.version;
        head.position := event.position;
        head.hash := event.hash;
        head.recorded_at := event.recorded_at;
    END LOOP;
    IF stream_before IS NULL THEN
        RETURN NULL;
    END IF;
    IF (samples AND others) OR (samples AND NOT head.sample) OR (others AND head.sample) THEN
        RAISE EXCEPTION 'sample cables and others cannot be in one log' USING ERRCODE = 'TR005';
    END IF;

    UPDATE log.head AS h
    SET position = head.position, hash = head.hash, recorded_at = head.recorded_at,
        sample = CASE WHEN samples THEN true WHEN others THEN false ELSE h.sample END;
    -- Whoever may connect can keep the queue from being emptied, and a full one would fail the append: readers poll too.
    IF pg_notification_queue_usage() < 0.5 THEN
        PERFORM pg_notify('tracker_log', '');
    END IF;
    RETURN NULL;
END
$$;
