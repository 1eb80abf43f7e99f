-- erased: the reports of the batch's cables of which an event is erased, as one that is still there tells; whoever says
-- so of an event that has its body says nothing
CREATE TEMPORARY TABLE erased_reports ON COMMIT DROP AS
SELECT DISTINCT e.body ->> 'subject' AS report_id
FROM log.events e
JOIN log.events erased ON erased.stream = e.stream AND erased.event_id::text = e.body ->> 'event_id'
WHERE e.stream IN (SELECT b.stream FROM batch b) AND e.type = 'EventErased' AND erased.body IS NULL
  AND e.body ? 'subject';

-- history: what the batch tells of each report, in order: from which position, until which, and where it was read
CREATE TEMPORARY TABLE history ON COMMIT DROP AS
SELECT
    (b.body ->> 'report_id')::uuid AS report_id,
    b.position,
    lead(b.position) OVER told AS until,
    -- Whoever withdraws a report says nothing of it: null where the batch does not hold what was said last.
    max(b.position) FILTER (WHERE b.body ? 'report') OVER told AS told_at,
    b.type = 'ReportWithdrawn' AS withdrawn,
    b.body ->> 'reason' AS reason,
    min(b.recorded_at) OVER (PARTITION BY b.body ->> 'report_id') AS recorded_at
FROM batch b
WHERE b.body ? 'report_id' AND b.body ->> 'report_id' NOT IN (SELECT e.report_id FROM erased_reports e)
WINDOW told AS (PARTITION BY b.body ->> 'report_id' ORDER BY b.position);

-- before: how the batch's reports stood until it; where the log is folded anew over what is there, that is yet to be told
INSERT INTO report_versions
SELECT r.*, first.position
FROM (SELECT h.report_id, min(h.position) AS position FROM history h GROUP BY h.report_id) AS first
JOIN reports r ON r.report_id = first.report_id AND r.position < first.position
ON CONFLICT (report_id, position) DO UPDATE SET until = excluded.until;

-- withdrawn_before: those that the batch first withdraws and then tells again
INSERT INTO report_versions
SELECT w.*, h.until
FROM history h
JOIN reports r USING (report_id)
CROSS JOIN LATERAL report_withdrawn(r, h.reason, h.position) AS w
WHERE h.told_at IS NULL AND h.until IS NOT NULL
ON CONFLICT (report_id, position) DO UPDATE SET until = excluded.until;

-- versions: what the batch tells and tells otherwise itself
INSERT INTO report_versions
SELECT told.*, h.until
FROM history h
JOIN batch b ON b.position = h.told_at
LEFT JOIN reports r USING (report_id)
CROSS JOIN LATERAL report_told(b.body, h.withdrawn, h.reason, coalesce(r.recorded_at, h.recorded_at), h.position) AS told
WHERE h.until IS NOT NULL
ON CONFLICT (report_id, position) DO UPDATE SET until = excluded.until;

-- fresh: what the batch tells last
CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
SELECT told.*
FROM history h
JOIN batch b ON b.position = h.told_at
CROSS JOIN LATERAL report_told(b.body, h.withdrawn, h.reason, h.recorded_at, h.position) AS told
WHERE h.until IS NULL;

-- withdraw: what the batch withdraws and tells no more
UPDATE reports r
SET withdrawn = true, withdrawn_reason = h.reason, position = h.position
FROM history h
WHERE r.report_id = h.report_id AND h.told_at IS NULL AND h.until IS NULL;

-- erase: what was told of them before
DELETE FROM reports r USING erased_reports e WHERE r.report_id::text = e.report_id;

-- erase_versions: and before that
DELETE FROM report_versions v USING erased_reports e WHERE v.report_id::text = e.report_id;

-- untold: it, and the other reports of every cable of the batch, now and before: one that was read again can move
-- paragraphs' labels
CREATE TEMPORARY TABLE untold ON COMMIT DROP AS
WITH told AS (
    SELECT DISTINCT b.body ->> 'reference_id' AS reference_id FROM batch b
)
SELECT f.report_id::text || '/now' AS key, f.document_id, f.report FROM fresh f
UNION ALL
SELECT r.report_id::text || '/now', r.document_id, r.report
FROM told t
JOIN reports r USING (reference_id)
WHERE r.report_id NOT IN (SELECT f.report_id FROM fresh f)
UNION ALL
SELECT v.report_id::text || '/' || v.position, v.document_id, v.report
FROM told t
JOIN report_versions v USING (reference_id);

-- tell_fresh: in words what the batch tells last
UPDATE fresh f
SET facts = t.facts, cable_date = c.cable_date, operation = operation_told(f.report, t.facts)
FROM told t, cables c
WHERE t.key = f.report_id::text || '/now' AND c.reference_id = f.reference_id;

-- upsert: it
INSERT INTO reports
SELECT f.* FROM fresh f
ON CONFLICT (report_id) DO UPDATE SET
    document_id = excluded.document_id,
    kind = excluded.kind,
    date_start = excluded.date_start,
    date_end = excluded.date_end,
    states = excluded.states,
    cartels = excluded.cartels,
    aggregate = excluded.aggregate,
    report = excluded.report,
    facts = excluded.facts,
    cable_date = excluded.cable_date,
    operation = excluded.operation,
    quote_start = excluded.quote_start,
    quote_end = excluded.quote_end,
    passage_start = excluded.passage_start,
    passage_end = excluded.passage_end,
    paragraph_ordinals = excluded.paragraph_ordinals,
    withdrawn = excluded.withdrawn,
    withdrawn_reason = excluded.withdrawn_reason,
    extractor = excluded.extractor,
    position = excluded.position;

-- tell: in words the other reports of the batch's cables, where that changes them
UPDATE reports r
SET facts = t.facts, cable_date = c.cable_date, operation = operation_told(r.report, t.facts)
FROM told t, cables c
WHERE t.key = r.report_id::text || '/now'
  AND c.reference_id = r.reference_id
  AND r.reference_id IN (SELECT b.body ->> 'reference_id' FROM batch b)
  AND (r.facts, r.cable_date) IS DISTINCT FROM (t.facts, c.cable_date);

-- tell_versions: the same of how they stood before
UPDATE report_versions v
SET facts = t.facts, cable_date = c.cable_date, operation = operation_told(v.report, t.facts)
FROM told t, cables c
WHERE t.key = v.report_id::text || '/' || v.position
  AND c.reference_id = v.reference_id
  AND v.reference_id IN (SELECT b.body ->> 'reference_id' FROM batch b);
