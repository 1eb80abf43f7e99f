-- The error for a stream that is not at the version expected of it.
CREATE FUNCTION log.refuse_version_v1(stream text, expected bigint, actual bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'stream % is at version %, not at %', stream, actual, expected
        USING ERRCODE = 'TR001',
              DETAIL = json_build_object('stream', stream, 'expected', expected, 'actual', actual);
END
$$;
