-- Where do cables disagree on how many died or were hurt?
-- What is told of one event, or of one period and place, side by side: by whom, in which cable, in which words. Which of them
-- `read.incidents` shows, a stated rule chooses; it is no more true for that.
SELECT d.kind, i.event_date, i.states, d.field, d.value, d.words, d.asserted_by, d.cable_date::date, d.reference_id
FROM read.disagreements d
JOIN read.incidents i USING (incident_id)
WHERE d.field IN ('killed', 'injured') OR d.kind = 'homicide_count'
ORDER BY lower(i.event_date), d.incident_id, d.field, d.cable_date, d.report_id, d.mention;
