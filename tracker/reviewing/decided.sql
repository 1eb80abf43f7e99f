-- decided: decisions on single reports that count, in the order of the log
SELECT d.decision_id, d.act, d.report_ids[1] AS report_id, d.actor, d.recorded_at, d.reason
FROM read.decisions d
WHERE d.act IN ('confirm', 'correct', 'retract') AND d.undone_by IS NULL AND cardinality(d.report_ids) = 1
ORDER BY d.position;


-- wider: decisions that count and are not on single reports, in the order of the log: additions, notes, joined and parted events
SELECT d.decision_id, d.act, d.subject_kind, d.subjects, d.report_ids, d.others, n.note, n.url, d.reason, d.actor, d.recorded_at
FROM read.decisions d
LEFT JOIN read.annotations n USING (decision_id)
WHERE d.undone_by IS NULL
  AND (d.act = 'add' OR (d.act IN ('merge', 'separate') AND d.subject_kind = 'incident')
       OR (d.act = 'annotate' AND n.decision_id IS NOT NULL))
ORDER BY d.position;

-- joining: which reports people hold together, and which apart (`others` are those that they are parted from)
SELECT d.act, d.actor, d.reason, d.report_ids, d.others
FROM read.decisions d
WHERE d.undone_by IS NULL AND d.act IN ('merge', 'separate') AND d.subject_kind = 'incident'
ORDER BY d.position;

-- noted: whether a note stands on something already
SELECT n.decision_id
FROM read.annotations n
WHERE n.subject_kind = %(kind)s AND n.subject = %(key)s AND n.note = %(note)s AND coalesce(n.url, '') = %(url)s;
