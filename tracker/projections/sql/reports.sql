-- erased: the reports of the batch's cables of which an event is erased, as one that is still there tells; whoever says
-- so of an event that has its body says nothing; what goes by another name is no report
CREATE TEMPORARY TABLE erased_reports ON COMMIT DROP AS
SELECT DISTINCT (e.body ->> 'subject')::uuid AS report_id
FROM log.events e
JOIN log.events erased ON erased.stream = e.stream AND erased.event_id::text = e.body ->> 'event_id'
WHERE e.stream IN (SELECT b.stream FROM batch b) AND e.type = 'EventErased' AND erased.body IS NULL
  AND e.body ->> 'subject' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

-- history: what the batch tells of each report, in order: from which position, until which, where it was read, whether
-- somebody has looked at it, and how it stands
CREATE TEMPORARY TABLE history ON COMMIT DROP AS
SELECT
    (b.body ->> 'report_id')::uuid AS report_id,
    b.position,
    lead(b.position) OVER told AS until,
    -- Whoever withdraws a report, or decides on it, says nothing of it: null where the batch does not hold what was said last.
    max(b.position) FILTER (WHERE b.body ? 'report') OVER told AS told_at,
    -- What is only withdrawn, or read otherwise, is looked at as it was before.
    max(b.position) FILTER (WHERE b.type NOT IN ('ReportCorrected', 'ReportWithdrawn', 'ReportRetracted', 'ReportWithheld'))
        OVER told AS status_at,
    b.type IN ('ReportWithdrawn', 'ReportRetracted', 'ReportWithheld') OR b.body ->> 'standing' <> 'told' AS withdrawn,
    b.type = 'ReportWithheld' OR b.body ->> 'standing' = 'withheld' AS withheld,
    CASE b.type
        WHEN 'ReportWithdrawn' THEN b.body ->> 'reason'
        WHEN 'ReportRetracted' THEN b.body #>> '{decision,reason}'
        WHEN 'ReportRestored' THEN b.body ->> 'withdrawn_reason'
    END AS reason,
    min(b.recorded_at) OVER (PARTITION BY b.body ->> 'report_id') AS recorded_at
FROM batch b
WHERE b.body ? 'report_id'
  AND b.type <> 'ReportReread'
  AND (b.body ->> 'report_id')::uuid NOT IN (SELECT e.report_id FROM erased_reports e)
WINDOW told AS (PARTITION BY b.body ->> 'report_id' ORDER BY b.position);

-- before: how the batch's reports stood until it; where the log is folded anew over what is there, that is yet to be told
INSERT INTO report_versions
SELECT r.*, first.position
FROM (SELECT h.report_id, min(h.position) AS position FROM history h GROUP BY h.report_id) AS first
JOIN reports r ON r.report_id = first.report_id AND r.position < first.position
ON CONFLICT (report_id, position) DO UPDATE SET until = excluded.until;

-- standing: each of the batch's versions of a report; the reports as an array, too, so that these alone are looked up
CREATE TEMPORARY TABLE standing ON COMMIT DROP AS
SELECT h.until, s AS told
FROM history h
LEFT JOIN batch b ON b.position = h.told_at
LEFT JOIN batch looked ON looked.position = h.status_at
LEFT JOIN reports r ON r.report_id = h.report_id AND r.report_id = ANY (ARRAY(SELECT x.report_id FROM history x))
CROSS JOIN LATERAL (
    SELECT t
    FROM report_told(b.body, false, NULL, coalesce(r.recorded_at, h.recorded_at), h.position) AS t
    WHERE h.told_at IS NOT NULL
    UNION ALL
    SELECT r WHERE h.told_at IS NULL AND r.report_id IS NOT NULL
) AS read (report)
CROSS JOIN LATERAL report_standing(
    read.report,
    coalesce(
        CASE looked.type
            WHEN 'ReportConfirmed' THEN 'confirmed'
            WHEN 'ReportAdded' THEN 'confirmed'
            WHEN 'ReportAmended' THEN 'corrected'
            WHEN 'ReportRestored' THEN looked.body ->> 'review_status'
        END,
        CASE WHEN h.status_at IS NULL THEN r.review_status END,
        'machine'
    ),
    coalesce(h.withdrawn, false), h.reason, coalesce(h.withheld, false), h.position
) AS s;

-- versions: what the batch tells and tells otherwise itself
INSERT INTO report_versions
SELECT (s.told).*, s.until
FROM standing s
WHERE s.until IS NOT NULL
ON CONFLICT (report_id, position) DO UPDATE SET until = excluded.until;

-- fresh: what the batch tells last
CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
SELECT (s.told).* FROM standing s WHERE s.until IS NULL;

-- reread: what re-readings make now of reports on which people decided
INSERT INTO rereadings (report_id, reference_id, document_id, position, recorded_at, extractor, report, fields, disputed)
SELECT DISTINCT ON (b.body ->> 'report_id')
    (b.body ->> 'report_id')::uuid, b.body ->> 'reference_id', (b.body ->> 'document_id')::uuid, b.position, b.recorded_at,
    b.body ->> 'extractor', nullif(b.body -> 'found', 'null'), ARRAY(SELECT jsonb_array_elements_text(b.body -> 'fields')),
    ARRAY(SELECT jsonb_array_elements_text(b.body -> 'disputed')::uuid)
FROM batch b
WHERE b.type = 'ReportReread' AND (b.body ->> 'report_id')::uuid NOT IN (SELECT e.report_id FROM erased_reports e)
ORDER BY b.body ->> 'report_id', b.position DESC
ON CONFLICT (report_id) DO UPDATE SET
    document_id = excluded.document_id, position = excluded.position, recorded_at = excluded.recorded_at,
    extractor = excluded.extractor, report = excluded.report, fields = excluded.fields, disputed = excluded.disputed,
    -- Told below, where it still finds the report.
    facts = excluded.facts
WHERE rereadings.position < excluded.position;

-- erase_rereadings: of what is erased
DELETE FROM rereadings r WHERE r.report_id = ANY (ARRAY(SELECT e.report_id FROM erased_reports e));

-- erase: what was told of them before
DELETE FROM reports r WHERE r.report_id = ANY (ARRAY(SELECT e.report_id FROM erased_reports e));

-- erase_versions: and before that
DELETE FROM report_versions v WHERE v.report_id = ANY (ARRAY(SELECT e.report_id FROM erased_reports e));

-- erase_paragraphs: and what they rested on
DELETE FROM report_paragraphs p WHERE p.report_id = ANY (ARRAY(SELECT e.report_id FROM erased_reports e));

-- untold: it, and the other reports of every cable of the batch, now and before: one that was read again can move
-- paragraphs' labels
CREATE TEMPORARY TABLE untold ON COMMIT DROP AS
SELECT f.report_id::text || '/now' AS key, f.document_id, f.report FROM fresh f
UNION ALL
SELECT r.report_id::text || '/now', r.document_id, r.report
FROM reports r
WHERE r.reference_id = ANY (ARRAY(SELECT b.body ->> 'reference_id' FROM batch b))
  AND r.report_id NOT IN (SELECT f.report_id FROM fresh f)
UNION ALL
SELECT v.report_id::text || '/' || v.position, v.document_id, v.report
FROM report_versions v
WHERE v.reference_id = ANY (ARRAY(SELECT b.body ->> 'reference_id' FROM batch b))
UNION ALL
SELECT x.report_id || '/again', x.document_id, x.report
FROM rereadings x
WHERE x.reference_id = ANY (ARRAY(SELECT b.body ->> 'reference_id' FROM batch b)) AND x.report IS NOT NULL;

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
    review_status = excluded.review_status,
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
  AND r.reference_id = ANY (ARRAY(SELECT b.body ->> 'reference_id' FROM batch b))
  AND (r.facts, r.cable_date) IS DISTINCT FROM (t.facts, c.cable_date);

-- tell_versions: the same of how they stood before
UPDATE report_versions v
SET facts = t.facts, cable_date = c.cable_date, operation = operation_told(v.report, t.facts)
FROM told t, cables c
WHERE t.key = v.report_id::text || '/' || v.position
  AND c.reference_id = v.reference_id
  AND v.reference_id = ANY (ARRAY(SELECT b.body ->> 'reference_id' FROM batch b));

-- tell_rereadings: the same of what re-readings make of them
UPDATE rereadings x
SET facts = t.facts
FROM told t
WHERE t.key = x.report_id || '/again' AND x.reference_id = ANY (ARRAY(SELECT b.body ->> 'reference_id' FROM batch b));

-- forget_paragraphs: those that the reports of the batch's cables rested on; as an array, so that these alone are looked up
DELETE FROM report_paragraphs p
WHERE p.report_id = ANY (
    ARRAY(
        SELECT r.report_id
        FROM reports r
        WHERE r.reference_id = ANY (ARRAY(SELECT DISTINCT b.body ->> 'reference_id' FROM batch b))
    )
);

-- paragraphs: those that they rest on now, with their words: few enough not to wait for `search`, which makes all
INSERT INTO report_paragraphs (report_id, ordinal, search)
SELECT r.report_id, p.ordinal, read.search_vector(p.body)
FROM reports r
JOIN cables c USING (reference_id)
JOIN paragraphs p ON p.document_id = c.document_id AND p.ordinal = ANY (r.paragraph_ordinals)
WHERE r.reference_id = ANY (ARRAY(SELECT DISTINCT b.body ->> 'reference_id' FROM batch b));

-- decided: whether people say of operations that they are one, or no longer do
CREATE TEMPORARY TABLE decided_operations ON COMMIT DROP AS
SELECT max(b.position) AS position
FROM batch b
JOIN decisions d ON d.decision_id IN ((b.body #>> '{decision,decision_id}')::uuid, (b.body ->> 'undone')::uuid)
WHERE d.act = 'merge' AND d.subject_kind = 'operation'
HAVING count(*) > 0;

-- rename: the operations of all reports, where that was decided; by the position those are found that count by operations
UPDATE reports r
SET operation = operation_told(r.report, r.facts), incident_position = d.position
FROM decided_operations d
WHERE r.operation IS NOT NULL AND r.operation <> operation_told(r.report, r.facts)
  -- Asked once, before the first report is looked at.
  AND EXISTS (SELECT FROM decided_operations);

-- rename_versions: the same of how they stood before
UPDATE report_versions v
SET operation = operation_told(v.report, v.facts)
FROM decided_operations d
WHERE v.operation IS NOT NULL AND v.operation <> operation_told(v.report, v.facts)
  AND EXISTS (SELECT FROM decided_operations);
