-- touch: the cables that the batch is about
CREATE TEMPORARY TABLE touched_cables ON COMMIT DROP AS
SELECT DISTINCT b.body ->> 'reference_id' AS reference_id
FROM batch b
WHERE b.body ? 'reference_id'
UNION
SELECT substr(b.stream, length('cable/') + 1)
FROM batch b
WHERE b.stream LIKE 'cable/%';

-- changes: what each of them adds to its post and month now, and what it added before
CREATE TEMPORARY TABLE changed ON COMMIT DROP AS
SELECT 1 AS sign, c.reference_id, coalesce(substring(c.reference_id FROM '^[0-9]{2}([A-Z]+)'), '') AS post,
       date_trunc('month', c.cable_date AT TIME ZONE 'UTC')::date AS month, c.partial,
       (SELECT count(*) FROM reports r WHERE r.reference_id = c.reference_id AND NOT r.withdrawn) AS reports
FROM cables c
WHERE c.reference_id = ANY (ARRAY(SELECT t.reference_id FROM touched_cables t))
UNION ALL
SELECT -1, k.reference_id, k.post, k.month, k.partial, k.reports
FROM coverage_cables k
WHERE k.reference_id = ANY (ARRAY(SELECT t.reference_id FROM touched_cables t));

-- forget: what they added before
DELETE FROM coverage_cables k WHERE k.reference_id = ANY (ARRAY(SELECT t.reference_id FROM touched_cables t));

-- remember: what they add now
INSERT INTO coverage_cables (reference_id, post, month, partial, reports)
SELECT c.reference_id, c.post, c.month, c.partial, c.reports FROM changed c WHERE c.sign = 1;

-- add: to the sums of posts and months
INSERT INTO coverage_months AS m (post, month, cables, partial, with_reports, reports)
SELECT c.post, c.month, sum(c.sign), sum(c.sign * c.partial::integer), sum(c.sign * (c.reports > 0)::integer),
       sum(c.sign * c.reports)
FROM changed c
GROUP BY c.post, c.month
ON CONFLICT (post, month) DO UPDATE SET
    cables = m.cables + excluded.cables,
    partial = m.partial + excluded.partial,
    with_reports = m.with_reports + excluded.with_reports,
    reports = m.reports + excluded.reports;

-- clear: sums of nothing
DELETE FROM coverage_months m
USING changed c
WHERE m.cables = 0 AND m.post = c.post AND m.month IS NOT DISTINCT FROM c.month;
