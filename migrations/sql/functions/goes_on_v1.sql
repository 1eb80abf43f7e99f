-- Whether an event at such a version, whose stream is not that of the event before it, goes on with that stream or begins
-- one that has a name and belongs in a log that holds, or does not hold, the sample release.
-- A function that is called and not taken into what calls it, as `is_fit_v1`: few events are asked about.
CREATE FUNCTION log.goes_on_v1(event_stream text, event_version bigint, event_position bigint, sample boolean)
RETURNS boolean
LANGUAGE plpgsql
STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF event_version = 1 THEN
        RETURN event_stream ~ '^[a-z]+(/[^[:space:]]+)?$' AND (log.is_sample_v1(event_stream) <> sample) IS NOT TRUE;
    END IF;
    -- That no version is taken twice is the unique index's rule; that none is left out is this one.
    RETURN EXISTS (
        SELECT
        FROM log.events e
        WHERE e.stream = event_stream AND e.version = event_version - 1 AND e.position < event_position
    );
END
$$;
