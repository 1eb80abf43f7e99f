-- decided: the reports that people joined or parted, or do no longer
CREATE TEMPORARY TABLE decided ON COMMIT DROP AS
SELECT DISTINCT id AS report_id
FROM batch b
JOIN decisions d ON d.decision_id IN ((b.body #>> '{decision,decision_id}')::uuid, (b.body ->> 'undone')::uuid)
CROSS JOIN unnest(d.report_ids || d.others) AS id
WHERE d.act IN ('merge', 'separate') AND d.subject_kind = 'incident';

-- unlink: what was decided of them
DELETE FROM incident_links l USING decided d WHERE d.report_id IN (l.report_a, l.report_b);

-- link: what is decided of them
INSERT INTO incident_links
SELECT l.*
FROM (SELECT WHERE EXISTS (SELECT FROM decided)) AS any_decided
CROSS JOIN links_at(9223372036854775807) AS l
WHERE l.report_a IN (SELECT d.report_id FROM decided d) OR l.report_b IN (SELECT d.report_id FROM decided d)
ON CONFLICT (report_a, report_b) DO UPDATE SET same = excluded.same;

-- touch: the reports of the batch's cables, those erased of them included, and those that people decided on
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
WITH told AS MATERIALIZED (
    SELECT ARRAY(
        SELECT coalesce(b.body ->> 'reference_id', substr(b.stream, length('cable/') + 1)) FROM batch b
    ) AS reference_ids
)
SELECT r.report_id FROM reports r WHERE r.reference_id = ANY ((SELECT t.reference_ids FROM told t)::text[])
UNION
SELECT s.report_id FROM incident_signs s WHERE s.reference_id = ANY ((SELECT t.reference_ids FROM told t)::text[])
UNION
SELECT r.report_id FROM reports r WHERE r.report_id = ANY (ARRAY(SELECT d.report_id FROM decided d))
UNION
-- What is erased after it was withdrawn has neither a row nor signs, only its own incident.
SELECT (b.body ->> 'subject')::uuid
FROM batch b
WHERE b.type = 'EventErased' AND b.body ->> 'subject' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
UNION
-- Those of operations that people joined.
SELECT r.report_id
FROM reports r
WHERE r.incident_position > (SELECT g.after_position FROM batch_range g)
  AND r.incident_position <= (SELECT g.through_position FROM batch_range g)
  AND EXISTS (SELECT FROM batch b WHERE b.type IN ('OperationsMerged', 'DecisionUndone'));

-- know_touched: how many they are
ANALYZE touched;

-- seeds: with those that they were paired with; what they no longer connect may fall apart
CREATE TEMPORARY TABLE seeds ON COMMIT DROP AS
SELECT t.report_id FROM touched t
UNION
SELECT p.report_b FROM touched t JOIN incident_pairs p ON p.report_a = t.report_id
UNION
SELECT p.report_a FROM touched t JOIN incident_pairs p ON p.report_b = t.report_id;

-- gone: the incidents that they were in
CREATE TEMPORARY TABLE left_incidents ON COMMIT DROP AS
SELECT s.incident_id FROM incident_signs s WHERE s.report_id = ANY (ARRAY(SELECT x.report_id FROM seeds x))
UNION
-- What is withdrawn is an incident of its own, and has no signs.
SELECT t.report_id FROM touched t;

-- forget_pairs: that rest on what these reports were
DELETE FROM incident_pairs p USING touched t WHERE p.report_a = t.report_id;

-- forget_pairs_b: seen from the other
DELETE FROM incident_pairs p USING touched t WHERE p.report_b = t.report_id;

-- forget_keys: that they were found under
DELETE FROM incident_keys k USING touched t WHERE k.report_id = t.report_id;

-- forget_signs: as they were
DELETE FROM incident_signs s USING touched t WHERE s.report_id = t.report_id;

-- signs: of those that stand
INSERT INTO incident_signs
SELECT s.*
FROM touched t
JOIN reports r USING (report_id)
CROSS JOIN LATERAL signs_of(r) AS s;

-- keys: all that they are found under and look at
CREATE TEMPORARY TABLE keys ON COMMIT DROP AS
SELECT s.report_id, k.key, k.found, k.looks
FROM touched t
JOIN incident_signs s USING (report_id)
CROSS JOIN LATERAL keys_of(s) AS k;

-- know_keys: how many they are
ANALYZE keys;

-- found: under which others find them
INSERT INTO incident_keys (key, report_id)
SELECT DISTINCT k.key, k.report_id FROM keys k WHERE k.found;

-- meet: the reports that meet under a key, or by a decision
CREATE TEMPORARY TABLE meetings ON COMMIT DROP AS
SELECT least(k.report_id, f.report_id) AS report_a, greatest(k.report_id, f.report_id) AS report_b
FROM keys k
JOIN incident_keys f ON f.key = k.key AND f.report_id <> k.report_id
WHERE k.looks
UNION
SELECT l.report_a, l.report_b FROM touched t JOIN incident_links l ON t.report_id IN (l.report_a, l.report_b);

-- know_meetings: how many they are
ANALYZE meetings;

-- pairs: those of them of which the signs say strongly enough that they are about one event
INSERT INTO incident_pairs (report_a, report_b, score, reasons)
SELECT p.*
FROM meetings m
JOIN incident_signs a ON a.report_id = m.report_a
JOIN incident_signs b ON b.report_id = m.report_b
LEFT JOIN incident_links l ON l.report_a = m.report_a AND l.report_b = m.report_b
CROSS JOIN LATERAL pair_of(a, b, l.same) AS p;

-- reach: all reports that pairs connect with them: nothing beyond can change
CREATE TEMPORARY TABLE reached ON COMMIT DROP AS
WITH RECURSIVE reached AS (
    SELECT s.report_id FROM incident_signs s WHERE s.report_id = ANY (ARRAY(SELECT x.report_id FROM seeds x))
    UNION
    SELECT beside.report_id
    FROM reached r
    CROSS JOIN LATERAL (
        SELECT p.report_b AS report_id FROM incident_pairs p WHERE p.report_a = r.report_id
        UNION ALL
        SELECT p.report_a FROM incident_pairs p WHERE p.report_b = r.report_id
    ) AS beside
)
SELECT r.report_id FROM reached r;

-- know_reached: how many they are
ANALYZE reached;

-- also_gone: the incidents that all of those were in
INSERT INTO left_incidents
SELECT DISTINCT s.incident_id FROM reached JOIN incident_signs s USING (report_id);

-- merge: the incident of each; most have no pair
CREATE TEMPORARY TABLE regrouped ON COMMIT DROP AS
WITH pairs AS MATERIALIZED (
    SELECT p FROM reached r JOIN incident_pairs p ON p.report_a = r.report_id
), merged AS (
    SELECT m.report_id, m.incident_id
    FROM merged(
        ARRAY(
            SELECT s
            FROM incident_signs s
            WHERE s.report_id = ANY (
                ARRAY(SELECT (x.p).report_a FROM pairs x UNION SELECT (x.p).report_b FROM pairs x)
            )
        ),
        ARRAY(SELECT x.p FROM pairs x),
        ARRAY(SELECT l FROM incident_links l WHERE l.report_a IN (SELECT c.report_id FROM reached c))
    ) AS m
)
SELECT r.report_id, coalesce(m.incident_id, r.report_id) AS incident_id
FROM reached r
LEFT JOIN merged m USING (report_id)
UNION ALL
-- What is withdrawn is an incident of its own.
SELECT r.report_id, r.report_id
FROM touched t
JOIN reports r USING (report_id)
WHERE r.withdrawn;

-- sign: the incident of each stands beside its signs, so that it is known when the report is gone
UPDATE incident_signs s
SET incident_id = g.incident_id
FROM regrouped g
WHERE s.report_id = g.report_id
  AND s.report_id = ANY (ARRAY(SELECT o.report_id FROM regrouped o))
  AND s.incident_id <> g.incident_id;

-- group: the incident of each, and from which position on, for whoever counts by incidents; those of the batch's cables
-- alone are found by their cables
UPDATE reports r
SET incident_id = g.incident_id,
    -- Not below that of an operation which people joined later and `reports` knows already: this batch knows it not.
    incident_position = greatest(r.incident_position, (SELECT max(b.position) FROM batch b))
FROM regrouped g
WHERE r.report_id = g.report_id
  AND r.report_id = ANY (ARRAY(SELECT o.report_id FROM regrouped o))
  AND (r.incident_id <> g.incident_id OR r.report_id NOT IN (SELECT t.report_id FROM touched t));

-- forget: the incidents as they stood
DELETE FROM incidents i
WHERE i.incident_id = ANY (
    ARRAY(SELECT l.incident_id FROM left_incidents l UNION SELECT g.incident_id FROM regrouped g)
);

-- tell: what their reports come to
INSERT INTO incidents
SELECT i.*
FROM incidents_of(ARRAY(
    SELECT r FROM reports r WHERE r.incident_id = ANY (ARRAY(SELECT DISTINCT g.incident_id FROM regrouped g))
)) AS i;

-- forget_disagreements: of the same incidents
DELETE FROM disagreements d
WHERE d.incident_id = ANY (
    ARRAY(SELECT l.incident_id FROM left_incidents l UNION SELECT g.incident_id FROM regrouped g)
);

-- disagree: what their reports tell differently
INSERT INTO disagreements
SELECT d.*
FROM disagreements_of(ARRAY(
    SELECT r FROM reports r WHERE r.incident_id = ANY (ARRAY(SELECT DISTINCT g.incident_id FROM regrouped g))
)) AS d;
