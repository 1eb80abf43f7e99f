-- As `annotations_v1.sql`, and on people and operations as they go by now: a note on a person is on a mention, whose person may
-- have another name by then, or none, where the name is protected. A note on what is no longer there stands nowhere.
-- %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.annotations AS
SELECT d.decision_id, d.subject_kind, about.subject, d.note, d.url, d.actor, d.recorded_at, d.position
FROM %tables%.decisions d
CROSS JOIN LATERAL (
    SELECT CASE d.subject_kind
        WHEN 'person' THEN (
            SELECT p.slug
            FROM %tables%.people p
            WHERE CASE
                WHEN d.subjects[1] ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN p.mentions @> ARRAY[d.subjects[1]::uuid]
                -- As they were noted at first.
                ELSE p.slug = d.subjects[1]
            END
        )
        WHEN 'operation' THEN (
            WITH RECURSIVE named (slug, nth) AS (
                SELECT d.subjects[1], 0
                UNION ALL
                SELECT next.slug, n.nth + 1
                FROM named n
                CROSS JOIN LATERAL (
                    SELECT m.subjects[1] AS slug
                    FROM %tables%.decisions m
                    WHERE m.act = 'merge' AND m.subject_kind = 'operation' AND m.undone_by IS NULL AND n.slug = ANY (m.subjects)
                    ORDER BY m.position DESC
                    LIMIT 1
                ) AS next
                -- Decisions can go round in a circle.
                WHERE next.slug <> n.slug AND n.nth < 10
            )
            SELECT n.slug
            FROM named n
            WHERE EXISTS (SELECT FROM %tables%.operations o WHERE o.slug = n.slug)
               OR EXISTS (SELECT FROM %tables%.registers r WHERE r.register = 'operation' AND r.slug = n.slug)
            ORDER BY n.nth DESC
            LIMIT 1
        )
        ELSE d.subjects[1]
    END AS subject
) AS about
WHERE d.act = 'annotate' AND d.undone_by IS NULL AND about.subject IS NOT NULL
  AND NOT EXISTS (
      SELECT FROM %tables%.decisions w
      WHERE w.report_ids && CASE d.subject_kind WHEN 'incident' THEN ARRAY[d.subjects[1]::uuid] ELSE d.report_ids END
        AND w.act = 'withhold' AND w.undone_by IS NULL
  );
COMMENT ON COLUMN read.annotations.subject IS 'Its id, slug or reference ID; of a person or an operation the slug by which it goes now.';
COMMENT ON COLUMN read.decisions.subjects IS
    'Their ids, slugs or reference IDs, as they were then; of people the ids of mentions; of merged operations the name that stays first.';
