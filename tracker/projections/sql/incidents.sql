-- erase: the incidents of reports that are gone
DELETE FROM incidents i
USING batch b
WHERE b.type = 'EventErased'
  AND i.incident_id::text = b.body ->> 'subject'
  AND NOT EXISTS (SELECT FROM reports r WHERE r.report_id = i.incident_id);

-- upsert: the incidents of the reports of the batch's cables; until reports are merged, each report is one
INSERT INTO incidents (
    incident_id, kind, date_start, date_end, states, cartels, operation, aggregate, facts, report_ids,
    reference_ids, review_status, withdrawn
)
SELECT r.report_id, r.kind, r.date_start, r.date_end, r.states, r.cartels, r.operation, r.aggregate, r.facts,
       ARRAY[r.report_id], ARRAY[r.reference_id], r.review_status, r.withdrawn
FROM reports r
WHERE r.reference_id IN (SELECT b.body ->> 'reference_id' FROM batch b)
ON CONFLICT (incident_id) DO UPDATE SET
    kind = excluded.kind,
    date_start = excluded.date_start,
    date_end = excluded.date_end,
    states = excluded.states,
    cartels = excluded.cartels,
    operation = excluded.operation,
    aggregate = excluded.aggregate,
    facts = excluded.facts,
    report_ids = excluded.report_ids,
    reference_ids = excluded.reference_ids,
    review_status = excluded.review_status,
    withdrawn = excluded.withdrawn;
