-- erased: the reports of the batch's cables of which an event is erased, as one that is still there tells; whoever says
-- so of an event that has its body says nothing
CREATE TEMPORARY TABLE erased_reports ON COMMIT DROP AS
SELECT DISTINCT e.body ->> 'subject' AS report_id
FROM log.events e
JOIN log.events erased ON erased.stream = e.stream AND erased.event_id::text = e.body ->> 'event_id'
WHERE e.stream IN (SELECT b.stream FROM batch b) AND e.type = 'EventErased' AND erased.body IS NULL
  AND e.body ? 'subject';

-- upsert: the newest reading of every report of the batch
INSERT INTO reports (
    report_id, reference_id, document_id, kind, date_start, date_end, states, cartels, aggregate, report, facts,
    quote_start, quote_end, passage_start, passage_end, paragraph_ordinals, review_status, withdrawn, extractor, recorded_at, position
)
SELECT
    n.report_id,
    n.reference_id,
    n.document_id,
    n.report ->> 'kind',
    (n.report #>> '{date,start}')::date,
    (n.report #>> '{date,end}')::date,
    ARRAY(SELECT DISTINCT p ->> 'state' COLLATE "C" FROM jsonb_array_elements(n.report -> 'places') AS p ORDER BY 1),
    ARRAY(SELECT jsonb_array_elements_text(n.report -> 'cartels')),
    coalesce((n.report ->> 'aggregate')::boolean, false),
    n.report,
    -- In words only after the reports are in place: see `tell`.
    '{}',
    (n.report #>> '{quote,0}')::integer,
    (n.report #>> '{quote,1}')::integer,
    coalesce((n.report #>> '{evidence,0,span,0}')::integer, (n.report #>> '{quote,0}')::integer),
    coalesce((n.report #>> '{evidence,0,span,1}')::integer, (n.report #>> '{quote,1}')::integer),
    ARRAY(
        SELECT (e ->> 'paragraph')::integer
        FROM jsonb_array_elements(n.report -> 'evidence') WITH ORDINALITY AS x (e, nth)
        GROUP BY 1
        ORDER BY min(nth)
    ),
    'machine',
    false,
    n.extractor,
    n.recorded_at,
    n.position
FROM (
    SELECT DISTINCT ON (b.body ->> 'report_id')
        (b.body ->> 'report_id')::uuid AS report_id,
        b.body ->> 'reference_id' AS reference_id,
        (b.body ->> 'document_id')::uuid AS document_id,
        b.body -> 'report' AS report,
        b.body ->> 'extractor' AS extractor,
        min(b.recorded_at) OVER (PARTITION BY b.body ->> 'report_id') AS recorded_at,
        b.position
    FROM batch b
    WHERE b.body ? 'report' AND b.body ->> 'report_id' NOT IN (SELECT e.report_id FROM erased_reports e)
    ORDER BY b.body ->> 'report_id', b.position DESC
) AS n
ON CONFLICT (report_id) DO UPDATE SET
    document_id = excluded.document_id,
    kind = excluded.kind,
    date_start = excluded.date_start,
    date_end = excluded.date_end,
    states = excluded.states,
    cartels = excluded.cartels,
    aggregate = excluded.aggregate,
    report = excluded.report,
    quote_start = excluded.quote_start,
    quote_end = excluded.quote_end,
    passage_start = excluded.passage_start,
    passage_end = excluded.passage_end,
    paragraph_ordinals = excluded.paragraph_ordinals,
    withdrawn = false,
    withdrawn_reason = NULL,
    extractor = excluded.extractor,
    position = excluded.position;

-- erase: what was told of them before
DELETE FROM reports r USING erased_reports e WHERE r.report_id::text = e.report_id;

-- tell: in words the reports of every cable of the batch; a cable that was read again can move paragraphs' labels
UPDATE reports r
SET facts = told.facts, cable_date = told.cable_date, operation = operation_of(
    -- No operation goes by what is left of an erased name.
    r.report, CASE WHEN told.facts ->> 'operation_name' !~ '\u2588' THEN told.facts ->> 'operation_name' END
)
FROM (
    SELECT t.report_id, c.cable_date, facts_with_paragraphs(t.document_id, t.report) AS facts
    FROM reports t
    JOIN cables c USING (reference_id)
    WHERE t.reference_id IN (SELECT b.body ->> 'reference_id' FROM batch b)
) AS told
WHERE r.report_id = told.report_id;

-- withdraw: the reports of which the batch tells last that they are withdrawn
UPDATE reports r
SET withdrawn = true, withdrawn_reason = last.reason, position = last.position
FROM (
    SELECT DISTINCT ON (b.body ->> 'report_id')
        (b.body ->> 'report_id')::uuid AS report_id, b.type, b.body ->> 'reason' AS reason, b.position
    FROM batch b
    WHERE b.body ? 'report_id'
    ORDER BY b.body ->> 'report_id', b.position DESC
) AS last
WHERE last.type = 'ReportWithdrawn' AND r.report_id = last.report_id;
