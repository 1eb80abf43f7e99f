-- What happened in Chihuahua in 2008, day by day?
SELECT event_date, date_precision, kind, subtype, status, cartels, persons, count, killed, injured, aggregate, reference_ids
FROM read.timeline
WHERE 'MX-CHH' = ANY (states) AND event_date && '[2008-01-01,2009-01-01)'
ORDER BY event_date, incident_id;
