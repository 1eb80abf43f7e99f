-- The hash of one event in the chain, the same as the second version's, from the time as it is recorded: PostgreSQL counts
-- its microseconds from 2000, which is 262968 hours after 1970. In a form that is taken into what calls it.
CREATE FUNCTION log.chain_hash_v3(
    previous bytea, event_position bigint, event_version bigint, recorded_at timestamptz, event_digest bytea
)
RETURNS bytea
LANGUAGE sql
STABLE STRICT PARALLEL SAFE
AS $$
    SELECT sha256(
        previous || int8send(event_position) || int8send(event_version)
        || timestamptz_send(recorded_at + interval '262968 hours') || event_digest
    )
$$;
