-- touch: the incidents that these reports are about now, or were about before
CREATE TEMPORARY TABLE touched_incidents ON COMMIT DROP AS
SELECT r.incident_id
FROM reports r
WHERE r.kind IN ('seizure', 'eradication') AND r.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
UNION
SELECT s.incident_id
FROM seizure_reports s
WHERE s.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- unlink: what these reports were about before
DELETE FROM seizure_reports s
WHERE s.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- link: what they are about now
INSERT INTO seizure_reports (report_id, incident_id)
SELECT r.report_id, r.incident_id
FROM reports r
WHERE r.kind IN ('seizure', 'eradication')
  AND NOT r.withdrawn
  AND r.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- forget: the touched incidents as they stood
DELETE FROM seizures s WHERE s.incident_id = ANY (ARRAY(SELECT t.incident_id FROM touched_incidents t));

-- recompute: the touched incidents from all their reports
INSERT INTO seizures
SELECT g.*
FROM goods_of(ARRAY(
    SELECT r FROM reports r WHERE r.incident_id = ANY (ARRAY(SELECT t.incident_id FROM touched_incidents t))
)) AS g
-- Planning the rule takes longer than finding nothing to do.
WHERE EXISTS (SELECT FROM touched_incidents);
