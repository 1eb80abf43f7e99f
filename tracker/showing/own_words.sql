-- written: what people wrote themselves of their decisions, in force or undone, and the names of operations in them
SELECT d.decision_id, d.position, d.act,
       concat_ws(
           ' ', d.reason, d.note, d.url,
           CASE WHEN d.subject_kind IN ('operation', 'person') THEN replace(array_to_string(d.subjects, ' '), '-', ' ') END
       ) AS words
FROM read.decisions d
WHERE d.reason IS NOT NULL OR d.note IS NOT NULL OR d.subject_kind IN ('operation', 'person')
ORDER BY d.position;

-- noted: the notes on a thing, in force or undone
SELECT d.decision_id, d.position, d.act, concat_ws(' ', d.reason, d.note, d.url) AS words
FROM read.decisions d
WHERE d.act = 'annotate' AND d.subjects = ARRAY[%(subject)s::text]
ORDER BY d.position;
