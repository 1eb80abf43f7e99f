-- A time as the chain takes it: microseconds since 1970. Immutable, since a difference of times knows no time zone.
CREATE FUNCTION log.microseconds_v1(moment timestamptz)
RETURNS bigint
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT (extract(epoch FROM moment - timestamptz '1970-01-01 00:00:00+00') * 1000000)::bigint
$$;
