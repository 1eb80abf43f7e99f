-- Whether a stream that begins has the name of one, and belongs in a log that holds, or does not hold, the sample release.
-- A function that is called and not taken into the statement that calls it: most events go on with a stream, and what is
-- called seldom is made ready seldom.
CREATE FUNCTION log.is_fit_v1(stream text, sample boolean)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN stream ~ '^[a-z]+(/[^[:space:]]+)?$' AND (log.is_sample_v1(stream) <> sample) IS NOT TRUE;
END
$$;
