-- Whether a stream is of a cable of the sample release; null for one that is of no cable.
-- In a form that PostgreSQL takes into the statement that calls it.
CREATE FUNCTION log.is_sample_v1(stream text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN stream LIKE 'cable/%' THEN
        stream LIKE 'cable/__SAMPLE%' AND stream ~ '^cable/[0-9]{2}SAMPLE[0-9]+$'
    END
$$;
