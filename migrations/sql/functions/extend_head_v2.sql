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
    followed record;
    wrong text;
BEGIN
    SELECT h.* INTO head FROM log.head h FOR UPDATE;

    SELECT max(j.position) AS position,
           max(j.recorded_at) AS recorded_at,
           min(j.position) FILTER (WHERE j.fault IS NOT NULL) AS wrong_position,
           (array_agg(j.fault ORDER BY j.position) FILTER (WHERE j.fault IS NOT NULL))[1] AS fault,
           bool_or(j.sample) AS samples,
           bool_or(NOT j.sample) AS others
    INTO followed
    FROM (
        SELECT f.position, f.recorded_at,
               CASE
                   WHEN f.position <> f.previous_position + 1 THEN 'does not take the next position of the log'
                   WHEN f.first_position <> f.position AND f.first_position IS DISTINCT FROM f.previous_first
                   THEN 'belongs to no append'
                   WHEN f.first_position <> f.position
                    AND f.recorded_at <> f.previous_time + interval '1 microsecond'
                   THEN 'is recorded at another time than its append'
                   WHEN f.first_position = f.position
                    AND f.recorded_at < f.previous_time + interval '2 microseconds'
                   THEN 'is recorded at a time before the next'
                   WHEN f.first_position = f.position
                    AND f.recorded_at > f.previous_time + interval '2 microseconds'
                    AND f.recorded_at > clock_timestamp() + interval '1 minute'
                   THEN 'is recorded at a time to come'
                   WHEN f.hash <> log.chain_hash_v2(
                       f.previous_hash, f.position, f.version, log.microseconds_v1(f.recorded_at), f.digest
                   )
                   THEN 'has a hash that does not extend the chain'
                   -- Where an earlier event of its stream is in the same statement, that one's version counts.
                   WHEN f.version <> 1 + coalesce(
                       f.previous_version,
                       (SELECT max(e.version) FROM log.events e WHERE e.stream = f.stream AND e.version < f.version
                                                              AND e.position <= head.position),
                       0
                   )
                   THEN 'has not the next version of its stream'
               END AS fault,
               CASE WHEN f.stream ^@ 'cable/' THEN
                   f.stream LIKE 'cable/__SAMPLE%' AND f.stream ~ '^cable/[0-9]{2}SAMPLE[0-9]+$'
               END AS sample
        FROM (
            SELECT i.position, i.first_position, i.recorded_at, i.hash, i.stream, i.version, i.digest,
                   lag(i.position, 1, head.position) OVER earlier AS previous_position,
                   lag(i.first_position) OVER earlier AS previous_first,
                   lag(i.recorded_at, 1, head.recorded_at) OVER earlier AS previous_time,
                   lag(i.hash, 1, head.hash) OVER earlier AS previous_hash,
                   lag(i.version) OVER (PARTITION BY i.stream ORDER BY i.position) AS previous_version
            FROM inserted i
            WINDOW earlier AS (ORDER BY i.position)
        ) AS f
    ) AS j;
    IF followed.position IS NULL THEN
        RETURN NULL;
    END IF;
    IF followed.wrong_position IS NOT NULL THEN
        SELECT format('event %s of stream %s %s', i.event_id, i.stream, followed.fault) INTO wrong
        FROM inserted i
        WHERE i.position = followed.wrong_position;
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'TR004';
    END IF;
    IF (followed.samples AND followed.others)
       OR (followed.samples AND NOT head.sample)
       OR (followed.others AND head.sample) THEN
        RAISE EXCEPTION 'sample cables and others cannot be in one log' USING ERRCODE = 'TR005';
    END IF;

    UPDATE log.head AS h
    SET position = followed.position,
        hash = (SELECT i.hash FROM inserted i WHERE i.position = followed.position),
        recorded_at = followed.recorded_at,
        sample = coalesce(h.sample, followed.samples);
    PERFORM pg_notify('tracker_log', '');
    RETURN NULL;
END
$$;
