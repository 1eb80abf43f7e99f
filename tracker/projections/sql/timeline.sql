-- touch: the incidents that these reports are about now, or were about before
CREATE TEMPORARY TABLE touched_incidents ON COMMIT DROP AS
SELECT r.incident_id
FROM reports r
WHERE r.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
UNION
SELECT t.incident_id
FROM timeline t
WHERE t.report_ids && ARRAY(SELECT r.report_id FROM touched_reports r);

-- replaced: the touched incidents as they stood
CREATE TEMPORARY TABLE replaced ON COMMIT DROP AS
SELECT t.*
FROM timeline t
WHERE t.incident_id = ANY (ARRAY(SELECT i.incident_id FROM touched_incidents i));

-- forget: them
DELETE FROM timeline t WHERE t.incident_id = ANY (ARRAY(SELECT r.incident_id FROM replaced r));

-- recompute: the touched incidents as they stand
INSERT INTO timeline
SELECT t.*
FROM timeline_of(ARRAY(
    SELECT i FROM incidents i WHERE i.incident_id = ANY (ARRAY(SELECT t.incident_id FROM touched_incidents t))
)) AS t;

-- changes: what that adds to the sums and takes away from them; totals over periods are in no sum but that of their topics
CREATE TEMPORARY TABLE changed ON COMMIT DROP AS
SELECT 1 AS sign, NOT t.aggregate AND t.kind <> 'homicide_count' AS single, t.*
FROM timeline t
WHERE t.incident_id = ANY (ARRAY(SELECT i.incident_id FROM touched_incidents i))
UNION ALL
SELECT -1, NOT r.aggregate AND r.kind <> 'homicide_count', r.*
FROM replaced r;

-- add_topics: to the sums of topics
INSERT INTO topic_sums AS s (family, slug, incidents)
SELECT k.family, k.slug, sum(c.sign)
FROM changed c
CROSS JOIN LATERAL (
    SELECT 'kinds' AS family, c.kind AS slug
    UNION ALL
    SELECT 'operations', c.operation
    WHERE c.operation IS NOT NULL
    UNION ALL
    SELECT 'states', unnest(c.states)
    UNION ALL
    SELECT 'cartels', unnest(c.cartels)
) AS k
GROUP BY k.family, k.slug
HAVING sum(c.sign) <> 0
ORDER BY k.family, k.slug
ON CONFLICT (family, slug) DO UPDATE SET incidents = s.incidents + excluded.incidents;

-- clear_topics: sums of nothing
DELETE FROM topic_sums s WHERE s.incidents = 0;

-- add_kinds: to the sums of months and kinds
INSERT INTO kind_months AS m (month, kind, incidents)
SELECT c.month, c.kind, sum(c.sign)
FROM changed c
WHERE c.single AND c.date_precision IN ('day', 'week', 'part-of-month', 'month')
GROUP BY c.month, c.kind
HAVING sum(c.sign) <> 0
ON CONFLICT (month, kind) DO UPDATE SET incidents = m.incidents + excluded.incidents;

-- clear_kinds: sums of nothing
DELETE FROM kind_months m WHERE m.incidents = 0;

-- add: to the sums of states and months
INSERT INTO state_months AS m (state, month, kind, incidents, killed, injured, arrested)
SELECT
    state, c.month, c.kind, sum(c.sign), coalesce(sum(c.sign * c.killed), 0), coalesce(sum(c.sign * c.injured), 0),
    -- Those named are at least so many.
    coalesce(sum(c.sign * coalesce(c.count, cardinality(c.persons))) FILTER (WHERE c.kind = 'arrest'), 0)
FROM changed c
CROSS JOIN unnest(c.states) AS state
WHERE c.single
GROUP BY state, c.month, c.kind
ON CONFLICT (state, month, kind) DO UPDATE SET
    incidents = m.incidents + excluded.incidents,
    killed = m.killed + excluded.killed,
    injured = m.injured + excluded.injured,
    arrested = m.arrested + excluded.arrested;

-- clear: sums of nothing
DELETE FROM state_months m
WHERE m.incidents = 0
  AND m.state = ANY (ARRAY(SELECT DISTINCT unnest(c.states) FROM changed c))
  AND m.kind = ANY (ARRAY(SELECT DISTINCT c.kind FROM changed c));

-- add_cartels: to the sums of states and groups
INSERT INTO state_cartels AS s (state, cartel, incidents)
SELECT state, cartel, sum(c.sign)
FROM changed c
CROSS JOIN unnest(c.states) AS state
CROSS JOIN unnest(c.cartels) AS cartel
WHERE c.single
GROUP BY state, cartel
ON CONFLICT (state, cartel) DO UPDATE SET incidents = s.incidents + excluded.incidents;

-- clear_cartels: sums of nothing
DELETE FROM state_cartels s
WHERE s.incidents = 0 AND s.state = ANY (ARRAY(SELECT DISTINCT unnest(c.states) FROM changed c));

-- add_days: to the sums of states and days
INSERT INTO state_days AS d (state, day, incidents)
SELECT state, c.date_start, sum(c.sign)
FROM changed c
CROSS JOIN unnest(c.states) AS state
WHERE c.single AND c.date_start IS NOT NULL
GROUP BY state, c.date_start
ON CONFLICT (state, day) DO UPDATE SET incidents = d.incidents + excluded.incidents;

-- clear_days: sums of nothing
DELETE FROM state_days d
WHERE d.incidents = 0
  AND d.state = ANY (ARRAY(SELECT DISTINCT unnest(c.states) FROM changed c))
  AND d.day = ANY (ARRAY(SELECT DISTINCT c.date_start FROM changed c));
