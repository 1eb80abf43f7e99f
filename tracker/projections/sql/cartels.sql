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
WHERE k.read_model = 'cartel';

-- touch: the cartels that the batch's reports name now, or named before
CREATE TEMPORARY TABLE touched_cartels ON COMMIT DROP AS
SELECT k.key AS slug
FROM report_keys k
WHERE k.read_model = 'cartel' AND k.report_id IN (SELECT t.report_id FROM touched_reports t)
UNION
SELECT unnest(r.cartels)
FROM reports r
WHERE r.report_id IN (SELECT t.report_id FROM touched_reports t);

-- unlink: what the batch's reports named before
DELETE FROM report_keys k
WHERE k.read_model = 'cartel' AND k.report_id IN (SELECT t.report_id FROM touched_reports t);

-- link: what the batch's reports name now
INSERT INTO report_keys (read_model, key, report_id)
SELECT DISTINCT 'cartel', unnest(r.cartels), r.report_id
FROM reports r
WHERE NOT r.withdrawn AND r.report_id IN (SELECT t.report_id FROM touched_reports t);

-- forget: the touched cartels as they stood
DELETE FROM cartels c USING touched_cartels t WHERE c.slug = t.slug;

-- recompute: the touched cartels from all their reports
INSERT INTO cartels (slug, reports, cables, incidents, first_event, last_event, states)
SELECT
    k.key,
    count(*),
    count(DISTINCT r.reference_id),
    -- Totals over periods stay apart from incidents.
    count(*) FILTER (WHERE NOT r.aggregate),
    min(r.date_start) FILTER (WHERE NOT r.aggregate),
    max(r.date_end) FILTER (WHERE NOT r.aggregate),
    ARRAY(
        SELECT DISTINCT s COLLATE "C" AS state
        FROM report_keys k2
        JOIN reports r2 USING (report_id)
        CROSS JOIN unnest(r2.states) AS s
        WHERE k2.read_model = 'cartel' AND k2.key = k.key
        ORDER BY state
    )
FROM touched_cartels t
JOIN report_keys k ON k.read_model = 'cartel' AND k.key = t.slug
JOIN reports r USING (report_id)
GROUP BY k.key;
