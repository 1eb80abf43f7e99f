-- The positions of events that are to be appended and are recorded already, with the same content; null where none is.
-- Errors as in append.
CREATE FUNCTION log.recorded_v1(events log.new_event[])
RETURNS bigint[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    known integer;
    wrong record;
BEGIN
    SELECT count(*) INTO known
    FROM log.events e
    WHERE e.event_id = ANY (ARRAY(SELECT n.event_id FROM unnest(events) AS n));
    IF known = 0 THEN
        RETURN NULL;
    END IF;
    SELECT e.event_id, e.stream INTO wrong
    FROM unnest(events) AS n
    JOIN log.events e USING (event_id)
    WHERE (e.stream, e.type, e.schema_version) IS DISTINCT FROM (n.stream, n.type, n.schema_version)
       -- What a body said that was erased nobody knows; it was recorded all the same.
       OR (e.body IS NOT NULL AND e.body IS DISTINCT FROM n.body)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'event % is recorded with other content', wrong.event_id
            USING ERRCODE = 'TR002', DETAIL = json_build_object('event_id', wrong.event_id, 'stream', wrong.stream);
    END IF;
    IF known < cardinality(events) THEN
        RAISE EXCEPTION 'only % of % events are recorded already', known, cardinality(events)
            USING ERRCODE = 'TR003', DETAIL = json_build_object('recorded', known, 'given', cardinality(events));
    END IF;
    RETURN ARRAY(
        SELECT e.position FROM unnest(events) WITH ORDINALITY AS n JOIN log.events e USING (event_id) ORDER BY n.ordinality
    );
END
$$;
