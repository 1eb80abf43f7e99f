-- touch: the incidents that these reports are about now, or were about before
CREATE TEMPORARY TABLE touched_incidents ON COMMIT DROP AS
SELECT r.incident_id
FROM reports r
WHERE r.report_id IN (SELECT t.report_id FROM touched_reports t)
UNION
SELECT t.incident_id
FROM timeline t
WHERE t.report_ids && ARRAY(SELECT r.report_id FROM touched_reports r);

-- replaced: the touched incidents as they stood
CREATE TEMPORARY TABLE replaced ON COMMIT DROP AS
SELECT t.*
FROM timeline t
WHERE t.incident_id IN (SELECT i.incident_id FROM touched_incidents i);

-- forget: them
DELETE FROM timeline t USING replaced r WHERE t.incident_id = r.incident_id;

-- recompute: the touched incidents as they stand
INSERT INTO timeline
SELECT t.*
FROM timeline_of(ARRAY(
    SELECT i FROM incidents i WHERE i.incident_id IN (SELECT t.incident_id FROM touched_incidents t)
)) AS t;

-- changes: what that adds to the sums and takes away from them; totals over periods are in no sum
CREATE TEMPORARY TABLE changed ON COMMIT DROP AS
SELECT 1 AS sign, t.incident_id, t.kind, t.month, t.date_start, t.states, t.cartels, t.killed, t.injured, t.count, t.persons
FROM timeline t
WHERE t.incident_id IN (SELECT i.incident_id FROM touched_incidents i) AND NOT t.aggregate AND t.kind <> 'homicide_count'
UNION ALL
SELECT -1, r.incident_id, r.kind, r.month, r.date_start, r.states, r.cartels, r.killed, r.injured, r.count, r.persons
FROM replaced r
WHERE NOT r.aggregate AND r.kind <> 'homicide_count';

-- add: to the sums of states and months
INSERT INTO state_months AS m (state, month, kind, incidents, killed, injured, arrested)
SELECT
    state, c.month, c.kind, sum(c.sign), coalesce(sum(c.sign * c.killed), 0), coalesce(sum(c.sign * c.injured), 0),
    -- Those named are at least so many.
    coalesce(sum(c.sign * coalesce(c.count, cardinality(c.persons))) FILTER (WHERE c.kind = 'arrest'), 0)
FROM changed c
CROSS JOIN unnest(c.states) AS state
GROUP BY state, c.month, c.kind
ON CONFLICT (state, month, kind) DO UPDATE SET
    incidents = m.incidents + excluded.incidents,
    killed = m.killed + excluded.killed,
    injured = m.injured + excluded.injured,
    arrested = m.arrested + excluded.arrested;

-- clear: sums of nothing
DELETE FROM state_months m
USING changed c
WHERE m.incidents = 0 AND m.state = ANY (c.states) AND m.month IS NOT DISTINCT FROM c.month AND m.kind = c.kind;

-- add_cartels: to the sums of states and groups
INSERT INTO state_cartels AS s (state, cartel, incidents)
SELECT state, cartel, sum(c.sign)
FROM changed c
CROSS JOIN unnest(c.states) AS state
CROSS JOIN unnest(c.cartels) AS cartel
GROUP BY state, cartel
ON CONFLICT (state, cartel) DO UPDATE SET incidents = s.incidents + excluded.incidents;

-- clear_cartels: sums of nothing
DELETE FROM state_cartels s
USING changed c
WHERE s.incidents = 0 AND s.state = ANY (c.states) AND s.cartel = ANY (c.cartels);

-- add_days: to the sums of states and days
INSERT INTO state_days AS d (state, day, incidents)
SELECT state, c.date_start, sum(c.sign)
FROM changed c
CROSS JOIN unnest(c.states) AS state
WHERE c.date_start IS NOT NULL
GROUP BY state, c.date_start
ON CONFLICT (state, day) DO UPDATE SET incidents = d.incidents + excluded.incidents;

-- clear_days: sums of nothing
DELETE FROM state_days d
USING changed c
WHERE d.incidents = 0 AND d.state = ANY (c.states) AND d.day = c.date_start;
