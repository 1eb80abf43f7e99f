-- written: what people wrote themselves of their decisions, in force or undone
SELECT d.decision_id, d.position, d.act, concat_ws(' ', d.reason, d.note, d.url) AS words
FROM read.decisions d
WHERE d.reason IS NOT NULL OR d.note IS NOT NULL
ORDER BY d.position;

-- noted: the notes on a thing, in force or undone
SELECT d.decision_id, d.position, d.act, concat_ws(' ', d.reason, d.note, d.url) AS words
FROM read.decisions d
WHERE d.act = 'annotate' AND d.subjects = ARRAY[%(subject)s::text]
ORDER BY d.position;
