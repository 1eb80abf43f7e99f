-- What readers of the feeds are told, with what they are told only in sum; columns are only ever added, at the end.
-- %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.developments AS
SELECT d.development_id, d.position, d.log_hash, d.kind, d.published_at, d.updated_at, d.reference_id, c.cable_date,
       coalesce(standing.incident_id, d.incident_id) AS incident_id,
       CASE WHEN cardinality(d.report_ids) = 1 THEN d.report_ids[1] END AS report_id, d.report_ids,
       told.facts ->> 'kind' AS report_kind, d.cartels, d.operations, d.states, told.facts,
       CASE WHEN jsonb_array_length(d.after) > 0 THEN d.before -> 0 END AS facts_before, d.after AS all_facts, d.reason,
       'machine'::text AS review_status, standing.withdrawn, standing.withdrawn_reason, d.amended_by AS corrected_by,
       d.known, d.quiet, d.summary_id, d.run, d.extractor
FROM %tables%.developments d
LEFT JOIN %tables%.cables c USING (reference_id)
CROSS JOIN LATERAL (SELECT coalesce(d.after -> 0, d.before -> 0) AS facts) AS told
CROSS JOIN LATERAL (
    -- What it told no longer stands once every report that it told of is withdrawn.
    SELECT coalesce(bool_and(r.withdrawn), false) AS withdrawn,
           CASE WHEN bool_and(r.withdrawn) THEN max(r.withdrawn_reason) END AS withdrawn_reason,
           (array_agg(r.incident_id ORDER BY r.report_id))[1] AS incident_id
    FROM %tables%.reports r
    WHERE r.report_id = ANY (d.report_ids)
) AS standing;
COMMENT ON VIEW read.developments IS
    'What readers of the feeds are told, one by one or (quiet) in sum, in the order in which it was recorded.';
COMMENT ON COLUMN read.developments.kind IS
    'new-incident, operation-status, also-reported, figures-published, figure-changed, corrected, retracted or erased; of a '
    'summary read-again or backfilled.';
COMMENT ON COLUMN read.developments.reference_id IS 'The cable that caused it; null of a summary.';
COMMENT ON COLUMN read.developments.incident_id IS 'The incident that its report belongs to today; null of a summary.';
COMMENT ON COLUMN read.developments.known IS
    'What other cables had told of the incident by then, the earliest first: reference_id, report_id and facts of each.';
COMMENT ON COLUMN read.developments.quiet IS
    'Whether readers are told of it in a summary only: feeds have it in their archives, not among what is new.';
COMMENT ON COLUMN read.developments.summary_id IS 'The summary that tells readers of it, where it is quiet.';
COMMENT ON COLUMN read.developments.run IS 'Of a summary: the run that it sums up.';
COMMENT ON COLUMN read.developments.extractor IS 'Of a summary: the extractor that read the first of its cables.';
