-- Notes, none on an event of which something is withheld: its id is that of a report. %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.annotations AS
SELECT d.decision_id, d.subject_kind, d.subjects[1] AS subject, d.note, d.url, d.actor, d.recorded_at, d.position
FROM %tables%.decisions d
WHERE d.act = 'annotate' AND d.undone_by IS NULL
  AND NOT EXISTS (
      SELECT FROM %tables%.decisions w
      WHERE w.report_ids && CASE d.subject_kind WHEN 'incident' THEN ARRAY[d.subjects[1]::uuid] ELSE d.report_ids END
        AND w.act = 'withhold' AND w.undone_by IS NULL
  );
