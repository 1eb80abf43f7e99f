-- Records an event that tells of an erasure, as the newest of the log; returns its position. Granted to nobody: only
-- `log.erase_v1`, which carries it out in the same transaction, may say so. `log.append_v2` takes no such event.
CREATE FUNCTION log.tell_erasure_v1(event log.new_event)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    head log.head;
    next_version bigint;
    moment timestamptz;
BEGIN
    head := log.lock_head_v1();
    SELECT coalesce(max(e.version), 0) + 1 INTO next_version FROM log.events e WHERE e.stream = (event).stream;
    -- As every append, two microseconds after the one before it.
    moment := greatest(clock_timestamp(), head.recorded_at + interval '2 microseconds');
    INSERT INTO log.events (
        position, first_position, stream, version, event_id, type, schema_version, actor, correlation, cause,
        recorded_at, body, salt, digest, hash
    )
    VALUES (
        head.position + 1, head.position + 1, (event).stream, next_version, (event).event_id, (event).type,
        (event).schema_version, (event).actor, (event).correlation, (event).cause, moment, (event).body, (event).salt,
        (event).digest,
        log.chain_hash_v2(
            head.hash, head.position + 1, next_version, log.microseconds_v1(moment), (event).digest
        )
    );
    RETURN head.position + 1;
END
$$;
