-- The rule that every insertion obeys, whoever makes it: positions, versions, times and hashes must extend the log.
--
-- One statement may hold several appends. One event alone, which is what most insert, is checked by the statement that
-- moves the head; events that go on with the append and the stream of the one before them, by one expression; all others,
-- and where those find something wrong, by `fault_v1`, which tells what. Of what is recorded already nothing is checked
-- again: the name of a stream, and whether the log may hold it, where the stream begins.
--
-- The head is locked by now (`lock_first`). Runs with the owner's rights, since nobody else may move the head. Readers
-- wake when the transaction commits; that a notification is sent within it costs nothing, because appends wait for each
-- other all the same.
CREATE FUNCTION log.extend_head_v3()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    event record;
    previous record;
    microseconds bigint;
    wrong text;
    samples boolean;
    told boolean;
BEGIN
    UPDATE log.head AS h
    SET position = i.position, hash = i.hash, recorded_at = i.recorded_at,
        sample = CASE WHEN h.sample IS NULL THEN log.is_sample_v1(i.stream) ELSE h.sample END
    FROM inserted i
    -- Of one event alone. Compared by a difference, or the two would be joined by hashing both.
    WHERE NOT EXISTS (SELECT FROM inserted OFFSET 1)
      AND i.position - h.position = 1
      AND i.first_position = i.position
      AND i.recorded_at >= h.recorded_at + interval '2 microseconds'
      AND (
          i.recorded_at = h.recorded_at + interval '2 microseconds'
          OR i.recorded_at <= clock_timestamp() + interval '1 minute'
      )
      AND log.is_sound_v1(i.schema_version, i.digest, i.body, i.salt)
      AND (
          i.hash <> log.chain_hash_v2(h.hash, i.position, i.version, log.microseconds_v1(i.recorded_at), i.digest)
      ) IS FALSE
      AND CASE WHEN i.version = 1
          THEN log.is_fit_v1(i.stream, h.sample)
          ELSE EXISTS (
              SELECT
              FROM log.events e
              WHERE e.stream = i.stream AND e.version = i.version - 1 AND e.position < i.position
          )
      END;

    IF NOT FOUND THEN
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
            ORDER BY i.position
        LOOP
            microseconds := microseconds + 1;
            IF (
                event.stream = previous.stream
                AND event.version = previous.version + 1
                AND event.first_position = previous.first_position
                AND event.position = previous.position + 1
                AND event.recorded_at = previous.recorded_at + interval '1 microsecond'
                AND event.is_sound
                AND event.hash = sha256(
                    previous.hash || int8send(event.position) || int8send(event.version) || int8send(microseconds)
                    || event.digest
                )
            ) IS NOT TRUE THEN
                wrong := log.fault_v1(
                    event.is_sound, event.position, event.first_position, event.stream, event.version,
                    event.recorded_at, event.digest, event.hash, previous.position, previous.first_position,
                    previous.stream, previous.version, previous.recorded_at, previous.hash
                );
                -- That no version is taken twice is the unique index's rule; that none is left out is this one.
                wrong := coalesce(wrong, CASE
                    WHEN event.stream !~ '^[a-z]+(/[^[:space:]]+)?$' THEN 'has not the name of a stream'
                    WHEN event.version <> 1 AND NOT EXISTS (
                        SELECT
                        FROM log.events e
                        WHERE e.stream = event.stream AND e.version = event.version - 1 AND e.position < event.position
                    )
                        THEN 'has not the next version of its stream'
                END);
                IF wrong IS NOT NULL THEN
                    RAISE EXCEPTION 'event % of stream % %', event.event_id, event.stream, wrong USING ERRCODE = 'TR004';
                END IF;
                samples := coalesce(samples, log.is_sample_v1(event.stream));
                IF log.is_sample_v1(event.stream) <> samples THEN
                    RAISE EXCEPTION 'sample cables and others cannot be in one log' USING ERRCODE = 'TR005';
                END IF;
                microseconds := log.microseconds_v1(event.recorded_at);
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
