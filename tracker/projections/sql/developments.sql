-- record: the developments of the batch, with their facts in words
INSERT INTO developments (
    development_id, position, log_hash, kind, published_at, updated_at, reference_id, incident_id, report_ids, cartels,
    operations, states, after, before, reason
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
    told.report_ids,
    told.cartels,
    told.operations,
    told.states,
    told.after,
    told.before,
    b.body ->> 'reason'
FROM batch b
CROSS JOIN LATERAL (
    SELECT
        array_agg(DISTINCT s.report_id) AS report_ids,
        coalesce(jsonb_agg(s.facts ORDER BY s.nth) FILTER (WHERE s.side = 'after'), '[]') AS after,
        coalesce(jsonb_agg(s.facts ORDER BY s.nth) FILTER (WHERE s.side = 'before'), '[]') AS before,
        -- An entry belongs to every topic that it says or said something about, so that those who read the statement
        -- also read that it changed.
        coalesce(array_agg(DISTINCT s.operation) FILTER (WHERE s.operation IS NOT NULL), '{}') AS operations,
        ARRAY(
            SELECT DISTINCT cartel
            FROM jsonb_array_elements((b.body -> 'after') || (b.body -> 'before')) AS x (statement)
            CROSS JOIN jsonb_array_elements_text(x.statement #> '{report,cartels}') AS cartel
            ORDER BY cartel
        ) AS cartels,
        ARRAY(
            SELECT DISTINCT place ->> 'state' AS state
            FROM jsonb_array_elements((b.body -> 'after') || (b.body -> 'before')) AS x (statement)
            CROSS JOIN jsonb_array_elements(x.statement #> '{report,places}') AS place
            ORDER BY state
        ) AS states
    FROM (
        SELECT side.name AS side, x.nth, (x.statement ->> 'report_id')::uuid AS report_id, told.facts,
               operation_of(x.statement -> 'report', told.facts ->> 'operation_name') AS operation
        FROM (VALUES ('after'), ('before')) AS side (name)
        CROSS JOIN jsonb_array_elements(b.body -> side.name) WITH ORDINALITY AS x (statement, nth)
        CROSS JOIN LATERAL (
            SELECT facts_with_paragraphs((x.statement ->> 'document_id')::uuid, x.statement -> 'report') AS facts
        ) AS told
    ) AS s
) AS told
WHERE b.type = 'DevelopmentRecorded'
ORDER BY b.position
ON CONFLICT (development_id) DO NOTHING;

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
