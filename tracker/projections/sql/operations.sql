-- touch: the operations that these reports belonged to before
CREATE TEMPORARY TABLE touched_operations ON COMMIT DROP AS
SELECT DISTINCT o.slug
FROM operation_reports o
WHERE o.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- unlink: what these reports belonged to before
DELETE FROM operation_reports o
WHERE o.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- link: what they belong to now; a result may tell its operation only by that of its own cable
INSERT INTO operation_reports (report_id, slug)
SELECT k.report_id, k.slug
FROM operation_reports_of(ARRAY(
    SELECT r
    FROM reports r
    WHERE r.reference_id = ANY (ARRAY(
        SELECT s.reference_id FROM reports s WHERE s.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
    ))
)) AS k
WHERE k.report_id IN (SELECT t.report_id FROM touched_reports t);

-- touch_new: the operations that they belong to now
INSERT INTO touched_operations (slug)
SELECT DISTINCT o.slug
FROM operation_reports o
WHERE o.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
EXCEPT
SELECT t.slug FROM touched_operations t;

-- forget: the touched operations as they stood
DELETE FROM operations o WHERE o.slug = ANY (ARRAY(SELECT t.slug FROM touched_operations t));

-- recompute: the touched operations from all their reports
INSERT INTO operations
SELECT o.*
FROM operations_of(ARRAY(
    SELECT r
    FROM reports r
    WHERE r.report_id = ANY (ARRAY(
        SELECT k.report_id
        FROM operation_reports k
        WHERE k.slug = ANY (ARRAY(SELECT t.slug FROM touched_operations t))
    ))
)) AS o
-- Planning the rule takes longer than finding nothing to do.
WHERE EXISTS (SELECT FROM touched_operations);
