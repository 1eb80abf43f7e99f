-- reports: those of the cables that the batch is about
CREATE TEMPORARY TABLE touched_reports ON COMMIT DROP AS
SELECT r.report_id
FROM reports r
WHERE r.reference_id IN (SELECT b.body ->> 'reference_id' FROM batch b)
UNION
-- Those that are erased are no longer among the reports.
SELECT k.report_id
FROM report_keys k
JOIN batch b ON b.type = 'EventErased' AND k.report_id::text = b.body ->> 'subject'
WHERE k.read_model = 'operation';

-- touch: the operations that the batch's reports belong to now, or belonged to before
CREATE TEMPORARY TABLE touched_operations ON COMMIT DROP AS
SELECT k.key AS slug
FROM report_keys k
WHERE k.read_model = 'operation' AND k.report_id IN (SELECT t.report_id FROM touched_reports t)
UNION
SELECT r.operation
FROM reports r
WHERE r.operation IS NOT NULL AND r.report_id IN (SELECT t.report_id FROM touched_reports t);

-- unlink: what the batch's reports belonged to before
DELETE FROM report_keys k
WHERE k.read_model = 'operation' AND k.report_id IN (SELECT t.report_id FROM touched_reports t);

-- link: what the batch's reports belong to now
INSERT INTO report_keys (read_model, key, report_id)
SELECT 'operation', r.operation, r.report_id
FROM reports r
WHERE NOT r.withdrawn
  AND r.operation IS NOT NULL
  AND r.report_id IN (SELECT t.report_id FROM touched_reports t);

-- forget: the touched operations as they stood
DELETE FROM operations o USING touched_operations t WHERE o.slug = t.slug;

-- recompute: the touched operations from all their reports; state is as last reported, by the cable's date
INSERT INTO operations (slug, name, status, status_as_of, launched, states, personnel, reports, cables)
SELECT
    t.slug,
    coalesce(
        register.name,
        (array_agg(r.facts ->> 'operation_name' ORDER BY c.cable_date, r.report_id)
            FILTER (WHERE r.facts ->> 'operation_name' !~ '\u2588'))[1],
        'Operation in ' || initcap(replace(regexp_replace(t.slug, '-([0-9]{4})$', ', \1'), '-', ' ') COLLATE "C")
    ),
    (array_agg(r.facts ->> 'status' ORDER BY c.cable_date DESC NULLS LAST, r.date_start DESC NULLS LAST, r.report_id)
        FILTER (WHERE r.facts ->> 'status' IS NOT NULL))[1],
    max(c.cable_date) FILTER (WHERE r.facts ->> 'status' IS NOT NULL),
    min(r.date_start) FILTER (WHERE r.facts ->> 'status' = 'launched'),
    ARRAY(
        SELECT DISTINCT s COLLATE "C" AS state
        FROM report_keys k2
        JOIN reports r2 USING (report_id)
        CROSS JOIN unnest(r2.states) AS s
        WHERE k2.read_model = 'operation' AND k2.key = t.slug AND r2.kind = 'operation'
        ORDER BY state
    ),
    (array_agg((r.facts ->> 'personnel')::bigint
        ORDER BY c.cable_date DESC NULLS LAST, r.date_start DESC NULLS LAST, r.report_id)
        FILTER (WHERE r.facts ->> 'status' = 'launched' AND r.facts ->> 'personnel' IS NOT NULL))[1],
    count(*),
    count(DISTINCT r.reference_id)
FROM touched_operations t
JOIN report_keys k ON k.read_model = 'operation' AND k.key = t.slug
JOIN reports r USING (report_id)
JOIN cables c USING (reference_id)
LEFT JOIN registers register ON register.register = 'operation' AND register.slug = t.slug
GROUP BY t.slug, register.name;
