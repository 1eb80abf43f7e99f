-- decided: decisions on single reports that count, in the order of the log
SELECT d.decision_id, d.act, d.report_ids[1] AS report_id, d.actor, d.recorded_at, d.reason
FROM read.decisions d
WHERE d.act IN ('confirm', 'correct', 'retract') AND d.undone_by IS NULL AND cardinality(d.report_ids) = 1
ORDER BY d.position;


-- wider: decisions that count and are not on single reports, in the order of the log: additions, notes, and what was joined and parted
SELECT d.decision_id, d.act, d.subject_kind,
       CASE
           WHEN d.act = 'annotate' AND d.subject_kind = 'operation' THEN ARRAY[n.subject]
           WHEN d.act = 'annotate' AND d.subject_kind = 'person' THEN
               ARRAY(SELECT p.person_id::text FROM read.people p WHERE p.slug = n.subject)
           ELSE d.subjects
       END AS subjects,
       d.report_ids, d.others, n.note, n.url, d.reason, d.actor, d.recorded_at
FROM read.decisions d
LEFT JOIN read.annotations n USING (decision_id)
WHERE d.undone_by IS NULL
  AND (d.act IN ('add', 'merge', 'separate')
       OR (d.act = 'annotate' AND n.decision_id IS NOT NULL))
ORDER BY d.position;

-- joining: what people hold together, and what apart (`others`): reports of an event, or mentions of a person
SELECT d.act, d.subject_kind, d.actor, d.reason,
       CASE d.subject_kind WHEN 'incident' THEN d.report_ids ELSE d.subjects::uuid[] END AS members, d.others
FROM read.decisions d
WHERE d.undone_by IS NULL AND d.act IN ('merge', 'separate') AND d.subject_kind IN ('incident', 'person')
ORDER BY d.position;

-- operations: which operations people hold to be one
SELECT d.subjects
FROM read.decisions d
WHERE d.undone_by IS NULL AND d.act = 'merge' AND d.subject_kind = 'operation' AND d.subjects @> %(slugs)s::text[];

-- mentions: whom mentions name, and in which reports
SELECT m.mention_id, m.report_id, m.name, p.slug
FROM read.person_mention_ids m
JOIN read.people p USING (person_id)
WHERE m.mention_id = ANY (%(mentions)s)
ORDER BY m.report_id, m.mention_id;

-- named: whom a report names
SELECT m.mention_id, m.report_id, m.name, p.slug
FROM read.person_mention_ids m
JOIN read.people p USING (person_id)
WHERE m.report_id = %(report)s
ORDER BY m.mention_id;

-- noted: whether a note stands on something already
SELECT n.decision_id
FROM read.annotations n
WHERE n.subject_kind = %(kind)s AND n.subject = %(key)s AND n.note = %(note)s AND coalesce(n.url, '') = %(url)s;
