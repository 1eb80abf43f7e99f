-- The hash of one event in the chain. All integers are big-endian in eight bytes; the time is in microseconds since 1970.
-- The same hash as the first version's, in a form that PostgreSQL takes into the statement that calls it.
CREATE FUNCTION log.chain_hash_v2(
    previous bytea, event_position bigint, event_version bigint, microseconds bigint, event_digest bytea
)
RETURNS bytea
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT sha256(previous || int8send(event_position) || int8send(event_version) || int8send(microseconds) || event_digest)
$$;
