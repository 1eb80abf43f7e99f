-- The hash of one event in the chain. All integers are big-endian in eight bytes; the time is in microseconds since 1970.
-- The same as the first version, in a form that PostgreSQL takes into the statement that calls it.
CREATE FUNCTION log.chain_hash_v2(
    previous bytea, event_position bigint, event_version bigint, event_recorded_at timestamptz, event_digest bytea
)
RETURNS bytea
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT sha256(
        previous
        || int8send(event_position)
        || int8send(event_version)
        || int8send((extract(epoch FROM event_recorded_at - timestamptz '1970-01-01 00:00:00+00') * 1000000)::bigint)
        || event_digest
    )
$$;
