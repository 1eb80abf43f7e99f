-- Which events does more than one cable tell, and how much later does the last one tell them?
-- More cables are not more sources: they may all rest on the same press report.
SELECT i.incident_id, i.kind, i.event_date, i.states, i.reference_ids,
       max(r.cable_date)::date - min(r.cable_date)::date AS days_between
FROM read.incidents i
JOIN read.reports r ON r.report_id = ANY (i.report_ids)
WHERE cardinality(i.reference_ids) > 1 AND NOT i.aggregate AND NOT i.withdrawn AND NOT r.withdrawn
GROUP BY i.incident_id, i.kind, i.event_date, i.states, i.reference_ids
ORDER BY lower(i.event_date), i.incident_id;
