-- What readers of the feeds are told, with what people made of it since. What was told before it was corrected is as the
-- machine read it, whoever corrected it. How its reports stand now is looked up only where that is asked for, as the LEFT JOIN
-- lets the planner see. %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.developments AS
SELECT d.development_id, d.position, d.log_hash, d.kind, d.published_at, d.updated_at, d.reference_id, c.cable_date,
       coalesce(standing.incident_id, d.incident_id) AS incident_id,
       CASE WHEN cardinality(d.report_ids) = 1 THEN d.report_ids[1] END AS report_id, d.report_ids,
       told.facts ->> 'kind' AS report_kind, d.cartels, d.operations, d.states, told.facts,
       CASE WHEN jsonb_array_length(d.after) > 0 THEN d.before -> 0 END AS facts_before, d.after AS all_facts, d.reason,
       CASE WHEN d.amended_by IS NULL THEN standing.review_status ELSE 'machine' END AS review_status,
       standing.withdrawn, standing.withdrawn_reason, d.amended_by AS corrected_by, d.known, d.quiet, d.summary_id, d.run,
       d.extractor
FROM %tables%.developments d
LEFT JOIN %tables%.cables c USING (reference_id)
CROSS JOIN LATERAL (SELECT coalesce(d.after -> 0, d.before -> 0) AS facts) AS told
LEFT JOIN LATERAL (
    -- What it told no longer stands once every report that it told of is withdrawn.
    SELECT coalesce(bool_and(r.withdrawn), false) AS withdrawn,
           CASE
               WHEN coalesce(bool_or(r.review_status = 'machine'), true) THEN 'machine'
               WHEN bool_or(r.review_status = 'corrected') THEN 'corrected'
               ELSE 'confirmed'
           END AS review_status,
           CASE WHEN bool_and(r.withdrawn) THEN max(r.withdrawn_reason) END AS withdrawn_reason,
           (array_agg(r.incident_id ORDER BY r.report_id))[1] AS incident_id
    FROM %tables%.reports r
    WHERE r.report_id = ANY (d.report_ids)
) AS standing ON true;
