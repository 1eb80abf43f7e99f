-- versions: every version of some reports, in the order of the log
SELECT h.report_id, h.reference_id, h.position, h.recorded_at, h.log_hash, h.event_type AS event, h.actor, h.reason, h.extractor,
       h.facts, h.withdrawn, h.review_status
FROM read.report_history h
WHERE h.report_id = ANY (%(report_ids)s)
ORDER BY h.position, h.report_id;

-- developments: what readers were told of some reports
SELECT d.position, d.published_at AS recorded_at, d.log_hash, d.kind AS event, d.reason, d.reference_id, d.development_id
FROM read.developments d
WHERE d.report_ids && %(report_ids)s
ORDER BY d.position, d.development_id;

-- cable: what was recorded of a cable itself
SELECT h.reference_id, h.position, h.recorded_at, h.log_hash, h.event_type AS event, h.actor, h.reason, h.source, h.extractor
FROM read.cable_history h
WHERE h.reference_id = %(key)s
ORDER BY h.position;

-- decisions: what people decided that is no version of a report, in the order of the log
SELECT d.position, d.recorded_at, d.act AS event, d.actor, d.reason, d.decision_id, d.note, d.url, d.undone, d.reference_ids[1] AS reference_id
FROM read.decisions d
WHERE (
      d.report_ids && %(report_ids)s OR d.others && %(report_ids)s OR d.subjects @> ARRAY[%(key)s::text]
      -- What is decided on a person is on mentions, and a note on an operation may be on another that it is by now.
      OR d.subject_kind = 'person' AND (d.subjects || d.others::text[]) && ARRAY(
          SELECT m.mention_id::text FROM read.people p JOIN read.person_mention_ids m USING (person_id) WHERE p.slug = %(key)s
      )
      OR d.decision_id IN (SELECT n.decision_id FROM read.annotations n WHERE n.subject = %(key)s)
  )
  AND NOT EXISTS (
      SELECT FROM read.report_history h WHERE h.report_id = ANY (%(report_ids)s) AND h.position = d.position
  )
ORDER BY d.position, d.decision_id;
