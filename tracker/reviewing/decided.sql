-- decided: decisions on single reports that count, in the order of the log
SELECT d.decision_id, d.act, d.report_ids[1] AS report_id, d.actor, d.recorded_at, d.reason
FROM read.decisions d
WHERE d.act IN ('confirm', 'correct', 'retract') AND d.undone_by IS NULL AND cardinality(d.report_ids) = 1
ORDER BY d.position;

