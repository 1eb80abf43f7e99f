-- The rule that every insertion obeys, whoever makes it: positions, versions, times and hashes must extend the log.
--
-- One statement may hold several appends. One event alone, which is what most insert, is checked by the statement that
-- moves the head. Of several, and where that finds something wrong, each is checked against the one before it.
--
-- The head is locked by now (`lock_first`). Runs with the owner's rights, since nobody else may move the head. Readers
-- wake when the transaction commits; that a notification is sent within it costs nothing, because appends wait for each
-- other all the same.
CREATE FUNCTION log.extend_head_v2()
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
    told boolean;
BEGIN
    IF (SELECT count(*) FROM inserted) = 1 THEN
        UPDATE log.head AS h
        SET position = i.position, hash = i.hash, recorded_at = i.recorded_at,
            sample = coalesce(h.sample, log.is_sample_v1(i.stream))
        FROM inserted i
        WHERE log.fault_v1(
                  log.is_sound_v1(i.schema_version, i.digest, i.body, i.salt), i.position, i.first_position, i.stream,
                  i.version, i.recorded_at, i.digest, i.hash,
                  h.position, NULL, NULL, NULL, h.recorded_at, h.hash
              ) IS NULL
          AND i.stream ~ '^[a-z]+(/[^[:space:]]+)?$'
          AND (
              i.version = 1
              OR EXISTS (
                  SELECT
                  FROM log.events e
                  WHERE e.stream = i.stream AND e.version = i.version - 1 AND e.position < i.position
              )
          )
          AND (log.is_sample_v1(i.stream) <> h.sample) IS NOT TRUE;
    END IF;

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
            wrong := log.fault_v1(
                event.is_sound, event.position, event.first_position, event.stream, event.version, event.recorded_at,
                event.digest, event.hash, previous.position, previous.first_position, previous.stream, previous.version,
                previous.recorded_at, previous.hash
            );
            IF wrong IS NOT NULL OR event.stream IS DISTINCT FROM previous.stream THEN
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
