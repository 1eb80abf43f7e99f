-- late: reports that tell of an event which somebody withheld before they were recorded, by the signs that join reports, and
-- on which nobody has decided. What is withheld has no signs any more: those of how it stood last are taken.
WITH withheld AS (
    SELECT DISTINCT ON (v.report_id) d.decision_id, d.ground, d.recorded_at, report_of(v) AS report
    FROM decisions d
    JOIN report_versions v ON v.report_id = ANY (d.report_ids)
    WHERE d.act = 'withhold' AND d.subject_kind = 'incident' AND d.undone_by IS NULL AND NOT v.withdrawn
    ORDER BY v.report_id, v.position DESC
), alike AS (
    SELECT DISTINCT w.decision_id, w.ground, w.recorded_at, other.incident_id
    FROM withheld w
    CROSS JOIN LATERAL signs_of(w.report) AS was
    CROSS JOIN LATERAL keys_of(was) AS k
    JOIN incident_keys met ON met.key = k.key
    JOIN incident_signs other ON other.report_id = met.report_id
    CROSS JOIN LATERAL pair_of(was, other, NULL) AS p
)
SELECT DISTINCT ON (r.report_id) r.report_id, a.decision_id, a.ground
FROM alike a
JOIN reports r USING (incident_id)
WHERE NOT r.withdrawn
  AND r.recorded_at > a.recorded_at
  AND NOT EXISTS (SELECT FROM decisions d WHERE r.report_id = ANY (d.report_ids || d.others))
ORDER BY r.report_id, a.recorded_at;
