-- shown_set: the set of read tables that the views show
SELECT active FROM jobs.read_schema;

-- checkpoints: how far every projection is, by which rules it was folded, and what stops it
SELECT projection, coalesce(c.position, 0) AS position, c.rules, s.first_position, s.last_position, s.reason, s.since
FROM checkpoints c
FULL JOIN stops s USING (projection);

-- head: where the log ends
SELECT position FROM log.head;

-- functions: what the functions of the set say, the same in both sets
SELECT p.proname || pg_get_function_identity_arguments(p.oid) || p.prosrc AS source
FROM pg_proc p
WHERE p.pronamespace = to_regnamespace(current_schema())
ORDER BY p.proname COLLATE "C", p.prosrc COLLATE "C";

-- begin_checkpoint: a new projection begins before the first event
INSERT INTO checkpoints (projection, position) VALUES (%(projection)s, 0) ON CONFLICT DO NOTHING;

-- lock_checkpoint: hold a projection until its batch is committed; nothing where another runner holds it
SELECT position FROM checkpoints WHERE projection = %(projection)s FOR UPDATE SKIP LOCKED;

-- move_checkpoint: what is folded is never folded again, and no longer stops anybody; what was folded by several rules, as by
-- two versions of the tracker at once, was folded by none
WITH passed AS (
    DELETE FROM stops WHERE projection = %(projection)s
)
UPDATE checkpoints
SET position = %(position)s, rules = CASE WHEN position = 0 OR rules = %(rules)s THEN %(rules)s END
WHERE projection = %(projection)s;

-- record_stop: what a projection stands before, and since when it does, unless somebody has folded it by now
INSERT INTO stops AS s (projection, first_position, last_position, reason, since)
SELECT %(projection)s, %(after)s + 1, %(through)s, %(reason)s, clock_timestamp()
WHERE coalesce((SELECT c.position FROM checkpoints c WHERE c.projection = %(projection)s), 0) = %(after)s
ON CONFLICT (projection) DO UPDATE SET
    first_position = excluded.first_position,
    last_position = excluded.last_position,
    reason = excluded.reason,
    since = CASE WHEN s.first_position = excluded.first_position THEN s.since ELSE excluded.since END;

-- end_of_batch: the last position of a batch, never inside an append, never past what it depends on
SELECT least(
    -- One that it depends on and that has no checkpoint yet has seen nothing.
    (
        SELECT min(coalesce(c.position, 0))
        FROM unnest(%(depends_on)s::text[]) AS d (projection)
        LEFT JOIN checkpoints c USING (projection)
    ),
    coalesce(
        (
            SELECT e.position - 1
            FROM log.events e
            WHERE e.position > %(after)s::bigint + %(size)s::bigint AND e.position = e.first_position
            ORDER BY e.position
            LIMIT 1
        ),
        h.position
    )
) AS position
FROM log.head h;

-- any_events: whether any event of these types was recorded there that is still told of
SELECT 1 AS found
FROM log.events e
WHERE e.position > %(after)s AND e.position <= %(through)s AND e.type = ANY (%(types)s::text[]) AND e.body IS NOT NULL
LIMIT 1;

-- make_batch: a place for the events of one transaction, and for what they come after and go through
CREATE TEMPORARY TABLE batch (
    position       bigint PRIMARY KEY,
    stream         text NOT NULL,
    type           text NOT NULL,
    schema_version integer NOT NULL,
    event_id       uuid NOT NULL,
    recorded_at    timestamptz NOT NULL,
    hash           bytea NOT NULL,
    body           jsonb NOT NULL
) ON COMMIT DROP;
CREATE TEMPORARY TABLE batch_range (after_position bigint, through_position bigint) ON COMMIT DROP;

-- fill_batch: the events that the projection takes, with their bodies if it reads them; of an erased one, the event that tells
-- of it is all there is
WITH taken AS (
    INSERT INTO batch_range VALUES (%(after)s, %(through)s)
)
INSERT INTO batch (position, stream, type, schema_version, event_id, recorded_at, hash, body)
SELECT e.position, e.stream, e.type, e.schema_version, e.event_id, e.recorded_at, e.hash,
       CASE WHEN %(bodies)s THEN e.body ELSE '{}' END
FROM log.events e
WHERE e.position > %(after)s AND e.position <= %(through)s AND e.type = ANY (%(types)s::text[]) AND e.body IS NOT NULL;

-- fill_batch_again: earlier events of streams of which what they told changed
INSERT INTO batch (position, stream, type, schema_version, event_id, recorded_at, hash, body)
SELECT e.position, e.stream, e.type, e.schema_version, e.event_id, e.recorded_at, e.hash, e.body
FROM log.events e
WHERE e.position <= %(after)s
  AND e.type = ANY (%(types)s::text[])
  AND e.body IS NOT NULL
  AND e.stream IN (
      SELECT c.stream
      FROM log.events c
      WHERE c.position > %(after)s AND c.position <= %(through)s AND c.type = ANY (%(retold_by)s::text[])
  );

-- outdated: the events of the batch that an older version wrote
SELECT b.position, b.type, b.schema_version, b.body
FROM batch b
JOIN unnest(%(types)s::text[], %(versions)s::integer[]) AS known (type, version) USING (type)
WHERE b.schema_version <> known.version;

-- replace_body: an event of the batch in today's version
UPDATE batch SET body = %(body)s WHERE position = %(position)s;

-- drop_register_entries: what the data files no longer have
DELETE FROM registers r
WHERE NOT EXISTS (
    SELECT FROM jsonb_to_recordset(%(entries)s) AS e (register text, slug text)
    WHERE e.register = r.register AND e.slug = r.slug
);

-- set_register_entries: what the data files have, where it differs
INSERT INTO registers AS r (register, slug, name, aliases, states, details)
SELECT e.register, e.slug, e.name, e.aliases, e.states, e.details
FROM jsonb_to_recordset(%(entries)s)
    AS e (register text, slug text, name text, aliases text[], states text[], details jsonb)
ON CONFLICT (register, slug) DO UPDATE
SET name = excluded.name, aliases = excluded.aliases, states = excluded.states, details = excluded.details
WHERE (r.name, r.aliases, r.states, r.details)
    IS DISTINCT FROM (excluded.name, excluded.aliases, excluded.states, excluded.details);

-- touch_reports: what a read model of reports tells anew: those of the cables that the batch is about, those whose
-- incident it changed through whatever cable, and those that are erased, which are no longer among the reports. What is in
-- temporary tables is looked up as an array or a value, here and in the projections: the server does not know how little
-- it is, and for a join with it reads all that there is
CREATE TEMPORARY TABLE touched_reports ON COMMIT DROP AS
SELECT r.report_id
FROM reports r
WHERE r.reference_id = ANY (ARRAY(
    SELECT coalesce(b.body ->> 'reference_id', substr(b.stream, length('cable/') + 1)) FROM batch b
))
UNION
SELECT r.report_id
FROM reports r
WHERE r.incident_position > (SELECT g.after_position FROM batch_range g)
  AND r.incident_position <= (SELECT g.through_position FROM batch_range g)
UNION
-- What is erased may also be no report, and goes by another name then.
SELECT CASE WHEN b.body ->> 'subject' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (b.body ->> 'subject')::uuid END
FROM batch b
WHERE b.type = 'EventErased';
