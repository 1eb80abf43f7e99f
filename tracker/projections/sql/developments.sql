-- record: the developments of the batch, in words only after they are in place: see `tell`
INSERT INTO developments (
    development_id, position, log_hash, kind, published_at, updated_at, reference_id, incident_id, report_ids, cartels,
    operations, states, told, after, before, reason
)
SELECT
    (b.body ->> 'development_id')::uuid,
    b.position,
    encode(b.hash, 'hex'),
    b.body ->> 'kind',
    b.recorded_at,
    b.recorded_at,
    b.body ->> 'reference_id',
    (b.body ->> 'incident_id')::uuid,
    ARRAY(SELECT DISTINCT (s.statement ->> 'report_id')::uuid AS report_id FROM jsonb_array_elements(told.both) AS s (statement) ORDER BY report_id),
    -- An entry belongs to every topic that it says or said something about, so that those who read the statement also
    -- read that it changed.
    ARRAY(
        SELECT DISTINCT cartel COLLATE "C" AS cartel
        FROM jsonb_array_elements(told.both) AS s (statement)
        CROSS JOIN jsonb_array_elements_text(s.statement #> '{report,cartels}') AS cartel
        ORDER BY cartel
    ),
    '{}',
    ARRAY(
        SELECT DISTINCT place ->> 'state' COLLATE "C" AS state
        FROM jsonb_array_elements(told.both) AS s (statement)
        CROSS JOIN jsonb_array_elements(s.statement #> '{report,places}') AS place
        ORDER BY state
    ),
    jsonb_build_object('after', b.body -> 'after', 'before', b.body -> 'before'),
    '[]',
    '[]',
    b.body ->> 'reason'
FROM batch b
CROSS JOIN LATERAL (SELECT (b.body -> 'after') || (b.body -> 'before') AS both) AS told
WHERE b.type = 'DevelopmentRecorded'
ORDER BY b.position
ON CONFLICT (development_id) DO NOTHING;

-- erase: of the developments of which the batch tells that they are erased all but a notice at their place
DELETE FROM developments d
USING batch b
JOIN log.events erased ON erased.stream = b.stream AND erased.event_id::text = b.body ->> 'event_id'
WHERE b.type = 'EventErased' AND erased.body IS NULL AND d.development_id::text = b.body ->> 'subject';

-- notice: that an entry was erased, in the feeds that it was in; in them nothing moves
INSERT INTO developments (
    development_id, position, log_hash, kind, published_at, updated_at, reference_id, incident_id, report_ids, cartels,
    operations, states, told, after, before
)
SELECT DISTINCT ON (erased.position)
    substr(erased.stream, length('development/') + 1)::uuid, erased.position, encode(erased.hash, 'hex'), 'erased',
    erased.recorded_at, b.recorded_at, b.body #>> '{remains,reference_id}',
    substr(erased.stream, length('development/') + 1)::uuid, '{}',
    ARRAY(SELECT jsonb_array_elements_text(b.body #> '{remains,cartels}')),
    ARRAY(SELECT jsonb_array_elements_text(b.body #> '{remains,operations}')),
    ARRAY(SELECT jsonb_array_elements_text(b.body #> '{remains,states}')),
    '{"after": [], "before": []}', jsonb_build_array(jsonb_build_object('kind', b.body #> '{remains,kind}')), '[]'
FROM batch b
JOIN log.events erased ON erased.stream = b.stream AND erased.event_id::text = b.body ->> 'event_id'
WHERE b.type = 'EventErased'
  AND erased.body IS NULL
  AND erased.type = 'DevelopmentRecorded'
  AND b.body ? 'remains'
ORDER BY erased.position, b.position DESC
ON CONFLICT (development_id) DO NOTHING;

-- tell: in words the developments of every cable of the batch; a cable that was read again can move paragraphs' labels
UPDATE developments d
SET after = told.after, before = told.before, operations = told.operations
FROM (
    SELECT
        t.development_id,
        coalesce(jsonb_agg(s.facts ORDER BY s.nth) FILTER (WHERE s.side = 'after'), '[]') AS after,
        coalesce(jsonb_agg(s.facts ORDER BY s.nth) FILTER (WHERE s.side = 'before'), '[]') AS before,
        coalesce(
            array_agg(DISTINCT s.operation COLLATE "C") FILTER (WHERE s.operation IS NOT NULL), '{}'
        ) AS operations
    FROM developments t
    CROSS JOIN LATERAL (
        SELECT side.name AS side, x.nth, words.facts,
               operation_of(
                   x.statement -> 'report',
                   -- No operation goes by what is left of an erased name.
                   CASE WHEN words.facts ->> 'operation_name' !~ '\u2588' THEN words.facts ->> 'operation_name' END
               ) AS operation
        FROM (VALUES ('after'), ('before')) AS side (name)
        CROSS JOIN jsonb_array_elements(t.told -> side.name) WITH ORDINALITY AS x (statement, nth)
        CROSS JOIN LATERAL (
            SELECT facts_with_paragraphs((x.statement ->> 'document_id')::uuid, x.statement -> 'report') AS facts
        ) AS words
    ) AS s
    WHERE t.reference_id IN (SELECT b.body ->> 'reference_id' FROM batch b)
    GROUP BY t.development_id
) AS told
WHERE d.development_id = told.development_id;

-- amend: earlier developments about a report that a later one of the batch corrects or retracts
UPDATE developments earlier
SET amended_by = later.development_id, updated_at = later.published_at
FROM (
    SELECT DISTINCT ON (e.development_id) e.development_id AS earlier_id, d.development_id, d.published_at
    FROM batch b
    JOIN developments d ON d.development_id = (b.body ->> 'development_id')::uuid
    JOIN developments e ON e.report_ids && d.report_ids AND e.position < d.position
    WHERE b.type = 'DevelopmentRecorded' AND d.kind IN ('corrected', 'figure-changed', 'retracted')
    ORDER BY e.development_id, d.position DESC
) AS later
WHERE earlier.development_id = later.earlier_id;
