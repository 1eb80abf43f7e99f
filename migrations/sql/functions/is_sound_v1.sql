-- Whether an event has the form of one. Constraints of the table would be read anew for every insertion, which takes
-- longer than to ask here; in a form that PostgreSQL takes into the statement that calls it.
CREATE FUNCTION log.is_sound_v1(schema_version integer, digest bytea, body jsonb, salt bytea)
RETURNS boolean
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
    SELECT schema_version > 0
           AND octet_length(digest) = 32
           AND CASE WHEN body IS NULL THEN salt IS NULL ELSE octet_length(salt) = 16 END
           -- Readers hold whole pages of events. We ourselves append far less (`tracker.log.wire`).
           AND coalesce(pg_column_size(body) <= 8388608, true)
$$;
