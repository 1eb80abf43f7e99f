-- The rule that every insertion obeys, whoever makes it: positions, versions, times and hashes must extend the log.
--
-- One statement may hold several appends, its rows in the order of the log: they are looked at as they were inserted, and
-- rows in another order are refused. One event alone, which is what most insert, is checked by the statement that
-- moves the head; others by one expression each; where those find something wrong, `fault_v1` tells what. Of what is
-- recorded already nothing is checked again: the name of a stream, and whether the log may hold it, where the stream
-- begins. `tracker.alone`, which `append_at_v2` sets, says what to try first, since trying in vain takes long. Nothing
-- rests on it: both ways check everything.
--
-- The head is locked by now (`lock_first`). Runs with the owner's rights, since nobody else may move the head. Readers
-- wake when the transaction commits; that a notification is sent within it costs nothing, because appends wait for each
-- other all the same.
CREATE FUNCTION log.extend_head_v5()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    event record;
    previous record;
    wrong text;
    samples boolean;
    extended boolean;
    told boolean;
BEGIN
    IF current_setting('tracker.alone', true) = 'on' THEN
        UPDATE log.head AS h
        SET position = i.position, hash = i.hash, recorded_at = i.recorded_at,
            sample = CASE WHEN h.sample IS NULL THEN log.is_sample_v1(i.stream) ELSE h.sample END
        FROM inserted i
        -- Of one event alone. Compared by a difference, or the two would be joined by hashing both.
        WHERE NOT EXISTS (SELECT FROM inserted OFFSET 1)
          AND i.position - h.position = 1
          AND i.first_position = i.position
          AND i.recorded_at BETWEEN h.recorded_at + interval '2 microseconds'
              AND greatest(h.recorded_at + interval '2 microseconds', clock_timestamp() + interval '1 minute')
          AND log.is_sound_v1(i.schema_version, i.digest, i.body, i.salt)
          AND i.hash = log.chain_hash_v3(h.hash, i.position, i.version, i.recorded_at, i.digest)
          AND CASE WHEN i.version = 1
              THEN log.is_fit_v1(i.stream, h.sample)
              ELSE EXISTS (
                  SELECT
                  FROM log.events e
                  WHERE e.stream = i.stream AND e.version = i.version - 1 AND e.position < i.position
              )
          END;
        extended := FOUND;
    END IF;

    IF extended IS NOT TRUE THEN
        -- The head stands before the first, as an event of no stream and no append.
        SELECT h.position, NULL::bigint AS first_position, NULL::text AS stream, NULL::bigint AS version,
               NULL::uuid AS event_id, h.recorded_at, h.hash, NULL::bytea AS digest, h.sample AS is_sound
        INTO previous
        FROM log.head h;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the log has no head' USING ERRCODE = 'TR004';
        END IF;
        samples := previous.is_sound;

        FOR event IN
            SELECT i.position, i.first_position, i.stream, i.version, i.event_id, i.recorded_at, i.hash, i.digest,
                   log.is_sound_v1(i.schema_version, i.digest, i.body, i.salt) AS is_sound
            FROM inserted i
        LOOP
            -- As `fault_v1`, in a form that takes less to be made ready.
            IF (
                event.is_sound
                AND event.position = previous.position + 1
                AND CASE WHEN event.first_position = previous.first_position
                    THEN event.recorded_at = previous.recorded_at + interval '1 microsecond'
                    ELSE event.first_position = event.position
                         AND event.recorded_at BETWEEN previous.recorded_at + interval '2 microseconds' AND greatest(
                             previous.recorded_at + interval '2 microseconds', clock_timestamp() + interval '1 minute'
                         )
                END
                AND event.hash = log.chain_hash_v3(
                    previous.hash, event.position, event.version, event.recorded_at, event.digest
                )
                AND CASE WHEN event.stream = previous.stream
                    THEN event.version = previous.version + 1
                    ELSE log.goes_on_v1(event.stream, event.version, event.position, samples)
                END
            ) IS NOT TRUE THEN
                wrong := log.fault_v1(
                    event.is_sound, event.position, event.first_position, event.stream, event.version,
                    event.recorded_at, event.digest, event.hash, previous.position, previous.first_position,
                    previous.stream, previous.version, previous.recorded_at, previous.hash
                );
                IF wrong IS NULL AND event.stream ~ '^[a-z]+(/[^[:space:]]+)?$'
                   AND log.is_sample_v1(event.stream) <> samples THEN
                    RAISE EXCEPTION 'sample cables and others cannot be in one log' USING ERRCODE = 'TR005';
                END IF;
                RAISE EXCEPTION 'event % of stream % %', event.event_id, event.stream, coalesce(wrong, CASE
                    WHEN event.stream !~ '^[a-z]+(/[^[:space:]]+)?$' THEN 'has not the name of a stream'
                    ELSE 'has not the next version of its stream'
                END) USING ERRCODE = 'TR004';
            END IF;
            IF samples IS NULL THEN
                samples := log.is_sample_v1(event.stream);
            END IF;
            previous := event;
        END LOOP;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        UPDATE log.head AS h
        SET position = previous.position, hash = previous.hash, recorded_at = previous.recorded_at, sample = samples;
    END IF;

    -- Whoever may connect can keep the queue from being emptied, and a full one would fail the append: readers poll too.
    told := CASE WHEN pg_notification_queue_usage() < 0.5 THEN pg_notify('tracker_log', '') IS NULL END;
    RETURN NULL;
END
$$;
