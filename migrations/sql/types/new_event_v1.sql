CREATE TYPE log.new_event AS (
    stream         text,
    type           text,
    schema_version integer,
    event_id       uuid,
    actor          text,
    correlation    uuid,
    cause          uuid,
    body           jsonb,
    salt           bytea,
    digest         bytea
);
COMMENT ON TYPE log.new_event IS 'An event as it is given to append: all but its place, which the log gives it.';
