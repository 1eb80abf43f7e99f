-- What people decided, and where re-readings disagree with it. Names are stable: columns are only ever added, at the end. The
-- views run with the owner's rights; %tables% is read_a or read_b.

CREATE VIEW read.decisions AS
SELECT d.decision_id, d.position, d.recorded_at, d.actor, d.act, d.subject_kind, d.subjects, d.report_ids,
       coalesce((
           SELECT jsonb_object_agg(field, jsonb_build_array(former.facts -> field, now.facts -> field))
           FROM unnest(d.fields) AS field
           LEFT JOIN %tables%.report_versions former ON former.report_id = d.report_ids[1] AND former.until = d.position
           LEFT JOIN (
               SELECT r.report_id, r.position, r.facts FROM %tables%.reports r
               UNION ALL
               SELECT v.report_id, v.position, v.facts FROM %tables%.report_versions v
           ) AS now ON now.report_id = d.report_ids[1] AND now.position = d.position
           WHERE NOT EXISTS (
               SELECT FROM %tables%.decisions w
               WHERE w.report_ids @> d.report_ids[1:1] AND w.act = 'withhold' AND w.undone_by IS NULL
           )
       ), '{}') AS changes,
       -- What somebody wrote of a report can tell what it told.
       CASE WHEN NOT hidden.is_so THEN d.reason END AS reason, d.ground, CASE WHEN NOT hidden.is_so THEN d.note END AS note,
       CASE WHEN NOT hidden.is_so THEN d.url END AS url, d.undone_by IS NOT NULL AS undone, d.undone_by, d.undone_position,
       d.reference_ids, d.others
FROM %tables%.decisions d
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM %tables%.decisions w
        WHERE w.report_ids && d.report_ids AND w.act = 'withhold' AND w.undone_by IS NULL
    ) AS is_so
) AS hidden;
COMMENT ON VIEW read.decisions IS 'Everything that people decided, in force or undone: who, when, about what, and why.';
COMMENT ON COLUMN read.decisions.decision_id IS 'Its id, by which tracker restore undoes it.';
COMMENT ON COLUMN read.decisions.position IS 'Position in the log of its first event.';
COMMENT ON COLUMN read.decisions.recorded_at IS 'When the log recorded it.';
COMMENT ON COLUMN read.decisions.actor IS 'Who decided.';
COMMENT ON COLUMN read.decisions.act IS 'confirm, correct, add, retract, withhold, restore, merge, separate, annotate or protect.';
COMMENT ON COLUMN read.decisions.subject_kind IS 'What it is about: report, incident, person, operation, cable, or, of a restore, decision.';
COMMENT ON COLUMN read.decisions.subjects IS 'Their ids, slugs or reference IDs, as they were then; of merged operations the name that stays first.';
COMMENT ON COLUMN read.decisions.report_ids IS 'The reports that it is about; of a separation those that are parted from the others.';
COMMENT ON COLUMN read.decisions.changes IS 'The fields that a correction set: a list of what each was and what it is now, as in read.reports.facts.';
COMMENT ON COLUMN read.decisions.reason IS 'Why, in the words of who decided; null where none was given, and of what is withheld or protected.';
COMMENT ON COLUMN read.decisions.ground IS 'Of what is withheld: safety or law.';
COMMENT ON COLUMN read.decisions.note IS 'Of a note: what another source says, in the words of who noted it.';
COMMENT ON COLUMN read.decisions.url IS 'Of a note: the address of that source.';
COMMENT ON COLUMN read.decisions.undone IS 'Whether it counts no longer.';
COMMENT ON COLUMN read.decisions.undone_by IS 'The decision that undid it.';
COMMENT ON COLUMN read.decisions.undone_position IS 'Position in the log from which on it counts no longer.';
COMMENT ON COLUMN read.decisions.reference_ids IS 'The cables of the reports that it changed.';
COMMENT ON COLUMN read.decisions.others IS 'Of a separation: the reports, or the mentions of a person, that the others are parted from.';

CREATE VIEW read.annotations AS
SELECT d.decision_id, d.subject_kind, d.subjects[1] AS subject, d.note, d.url, d.actor, d.recorded_at, d.position
FROM %tables%.decisions d
WHERE d.act = 'annotate' AND d.undone_by IS NULL
  AND NOT EXISTS (
      SELECT FROM %tables%.decisions w WHERE w.report_ids && d.report_ids AND w.act = 'withhold' AND w.undone_by IS NULL
  );
COMMENT ON VIEW read.annotations IS 'What people noted that other sources say: it stands beside the cables'' words, never for them.';
COMMENT ON COLUMN read.annotations.decision_id IS 'The decision that noted it.';
COMMENT ON COLUMN read.annotations.subject_kind IS 'What it is about: report, incident, person, operation or cable.';
COMMENT ON COLUMN read.annotations.subject IS 'Its id, slug or reference ID.';
COMMENT ON COLUMN read.annotations.note IS 'What the other source says, in the words of who noted it.';
COMMENT ON COLUMN read.annotations.url IS 'The address of that source; null where none was given.';
COMMENT ON COLUMN read.annotations.actor IS 'Who noted it.';
COMMENT ON COLUMN read.annotations.recorded_at IS 'When the log recorded it.';
COMMENT ON COLUMN read.annotations.position IS 'Position in the log.';

CREATE VIEW read.rereadings AS
SELECT x.report_id, x.reference_id, x.position, x.recorded_at, x.extractor, x.report IS NOT NULL AS found, x.facts,
       x.fields, x.disputed
FROM %tables%.rereadings x
WHERE x.disputed <> '{}'
  -- What somebody decided upon since is settled, and what is withheld is nobody's to see.
  AND NOT EXISTS (
      SELECT FROM %tables%.decisions d
      WHERE d.report_ids @> ARRAY[x.report_id]
        AND (d.position > x.position AND d.act <> 'annotate' OR d.act = 'withhold' AND d.undone_by IS NULL)
  );
COMMENT ON VIEW read.rereadings IS
    'Where a re-reading by the machine disagrees with what people decided and nobody has decided since: what they decided stands.';
COMMENT ON COLUMN read.rereadings.report_id IS 'The report.';
COMMENT ON COLUMN read.rereadings.reference_id IS 'Its cable.';
COMMENT ON COLUMN read.rereadings.position IS 'Position in the log at which the disagreement was recorded.';
COMMENT ON COLUMN read.rereadings.recorded_at IS 'When the log recorded it.';
COMMENT ON COLUMN read.rereadings.extractor IS 'Version of the extractor that read it so.';
COMMENT ON COLUMN read.rereadings.found IS 'Whether it still finds the report.';
COMMENT ON COLUMN read.rereadings.facts IS 'What it makes of it, as read.reports.facts has it.';
COMMENT ON COLUMN read.rereadings.fields IS 'The fields in which it disagrees; none where it is about the whole report.';
COMMENT ON COLUMN read.rereadings.disputed IS 'The decisions that it disagrees with.';

CREATE VIEW read.person_mention_ids AS
SELECT p.person_id, m.mention_id, m.report_id
FROM %tables%.people p
CROSS JOIN LATERAL unnest(p.mentions) AS mention (mention_id)
JOIN %tables%.person_mentions m USING (mention_id);
COMMENT ON VIEW read.person_mention_ids IS 'The mentions that people are made of, as decisions about people name them.';
COMMENT ON COLUMN read.person_mention_ids.person_id IS 'The person, as in read.people.';
COMMENT ON COLUMN read.person_mention_ids.mention_id IS 'The mention: made of the report and the name in it.';
COMMENT ON COLUMN read.person_mention_ids.report_id IS 'The report.';
