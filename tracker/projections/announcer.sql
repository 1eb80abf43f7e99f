-- told_elsewhere: the incident that each of some reports belongs to, with the first report that each other cable had told
-- of it before, the earliest first; times of recording are in the order of the log
SELECT r.report_id, r.incident_id, r.reference_id, k.report_id AS known_id, k.reference_id AS known_reference_id
FROM read.reports r
LEFT JOIN LATERAL (
    SELECT DISTINCT ON (other.reference_id) other.report_id, other.reference_id, other.recorded_at
    FROM read.reports other
    WHERE other.incident_id = r.incident_id
      AND other.reference_id <> r.reference_id
      AND other.recorded_at < r.recorded_at
      AND NOT other.withdrawn
    ORDER BY other.reference_id, other.recorded_at, other.report_id
) AS k ON true
WHERE r.report_id = ANY (%(report_ids)s::uuid[])
ORDER BY r.report_id, k.recorded_at, k.report_id;

-- summary: the development that sums up what a run tells readers quietly
SELECT d.development_id FROM read.developments d WHERE d.run = %(run)s AND d.kind = %(kind)s;
