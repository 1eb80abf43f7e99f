-- touch: the statistics that these reports gave before
CREATE TEMPORARY TABLE touched_statistics ON COMMIT DROP AS
SELECT DISTINCT f.statistic
FROM homicide_figures f
WHERE f.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- touch_new: the statistics that they give now
INSERT INTO touched_statistics (statistic)
SELECT DISTINCT statistic_of(r)
FROM reports r
WHERE r.kind = 'homicide_count' AND NOT r.withdrawn AND r.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
EXCEPT
SELECT t.statistic FROM touched_statistics t;

-- figures: all reports that give one of these statistics
CREATE TEMPORARY TABLE figures ON COMMIT DROP AS
SELECT f.report_id
FROM homicide_figures f
WHERE f.statistic = ANY (ARRAY(SELECT t.statistic FROM touched_statistics t))
UNION
SELECT t.report_id FROM touched_reports t;

-- forget: the touched statistics as they stood
DELETE FROM homicide_figures f WHERE f.statistic = ANY (ARRAY(SELECT t.statistic FROM touched_statistics t));

-- recompute: the touched statistics from all their reports
INSERT INTO homicide_figures
SELECT f.*
FROM homicide_figures_of(ARRAY(
    SELECT r FROM reports r WHERE r.kind = 'homicide_count' AND r.report_id = ANY (ARRAY(SELECT f.report_id FROM figures f))
)) AS f
-- Planning the rule takes longer than finding nothing to do.
WHERE EXISTS (SELECT FROM touched_statistics);
