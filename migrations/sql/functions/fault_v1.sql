-- What is wrong with an event that is inserted after another one; null where nothing is. What its stream must be like is
-- not asked here, but that its version is the next one if the event before is of the same stream.
--
-- The events of an append are one microsecond apart, appends two or more: so the times, which the chain covers, tell where
-- an append begins, and `first_position` can be checked against them for ever. Before the first event stands the head, as
-- an event of no append and no stream.
--
-- In a form that PostgreSQL takes into the statement that calls it, whose search path it has.
CREATE FUNCTION log.fault_v1(
    -- Of the event.
    is_sound boolean,
    event_position bigint,
    first_position bigint,
    stream text,
    event_version bigint,
    recorded_at timestamptz,
    digest bytea,
    hash bytea,
    -- Of the one before it.
    previous_position bigint,
    previous_first_position bigint,
    previous_stream text,
    previous_version bigint,
    previous_recorded_at timestamptz,
    previous_hash bytea
)
RETURNS text
LANGUAGE sql
AS $$
    SELECT CASE
        WHEN is_sound IS NOT TRUE
            THEN 'has not the form of an event, or says too much'
        WHEN event_position <> previous_position + 1
            THEN 'does not take the next position of the log'
        WHEN first_position = previous_first_position
            AND recorded_at <> previous_recorded_at + interval '1 microsecond'
            THEN 'is recorded at another time than its append'
        WHEN first_position IS DISTINCT FROM previous_first_position AND first_position <> event_position
            THEN 'belongs to no append'
        WHEN first_position = event_position AND recorded_at < previous_recorded_at + interval '2 microseconds'
            THEN 'is recorded at a time before the next'
        WHEN first_position = event_position AND recorded_at > clock_timestamp() + interval '1 minute'
            AND recorded_at > previous_recorded_at + interval '2 microseconds'
            THEN 'is recorded at a time to come'
        WHEN hash <> log.chain_hash_v2(
            previous_hash, event_position, event_version, log.microseconds_v1(recorded_at), digest
        )
            THEN 'has a hash that does not extend the chain'
        WHEN stream = previous_stream AND event_version <> previous_version + 1
            THEN 'has not the next version of its stream'
    END
$$;
