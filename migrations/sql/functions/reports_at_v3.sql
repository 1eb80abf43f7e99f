-- The reports as the log told them up to a position, with the incidents and operations of then, by the decisions of then. Their
-- words, the labels of their paragraphs and the date of their cable are as the cables are read now; of what is withheld now
-- nothing is told. Run once in each set of read tables.
CREATE OR REPLACE FUNCTION reports_at(at_position bigint)
RETURNS SETOF reports
LANGUAGE sql
STABLE
AS $$
    WITH recorded AS (
        SELECT r AS report FROM reports r WHERE r.position <= at_position
        UNION ALL
        SELECT report_of(v) FROM report_versions v WHERE v.position <= at_position AND v.until > at_position
    ), told AS MATERIALIZED (
        SELECT CASE
                   WHEN is_withheld((t.report).report_id) THEN (
                       SELECT s FROM report_standing(t.report, (t.report).review_status, true, NULL, true, (t.report).position) AS s
                   )
                   -- As it stands there the operation is by the decisions of today.
                   WHEN (t.report).operation <> past.operation THEN
                       jsonb_populate_record(t.report, jsonb_build_object('operation', past.operation))
                   ELSE t.report
               END AS report
        FROM recorded t
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN (t.report).operation IS NOT NULL THEN operation_told((t.report).report, (t.report).facts, at_position)
            END AS operation
        ) AS past
    ), grouped AS MATERIALIZED (
        SELECT g.report_id, g.incident_id FROM incidents_among(ARRAY(SELECT t.report FROM told t), at_position) AS g
    )
    SELECT (t.report).report_id, (t.report).reference_id, (t.report).document_id, (t.report).kind, (t.report).date_start,
           (t.report).date_end, (t.report).states, (t.report).cartels, (t.report).operation, (t.report).aggregate,
           (t.report).report, (t.report).facts, (t.report).quote_start, (t.report).quote_end, (t.report).passage_start,
           (t.report).passage_end, (t.report).paragraph_ordinals, (t.report).review_status, (t.report).withdrawn,
           (t.report).withdrawn_reason, (t.report).extractor, (t.report).recorded_at, (t.report).position, g.incident_id,
           (t.report).cable_date, (t.report).incident_position
    FROM told t
    JOIN grouped g ON g.report_id = (t.report).report_id
$$;
