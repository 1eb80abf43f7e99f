-- decisions: what people decided, each act once however many events tell it
WITH told AS (
    SELECT
        (b.body #>> '{decision,decision_id}')::uuid AS decision_id,
        b.position, b.recorded_at, e.actor, kind.act, b.body ->> 'ground' AS ground,
        coalesce(kind.subject_kind, b.body ->> 'kind') AS subject_kind,
        CASE WHEN b.stream LIKE 'cable/%' THEN b.body ->> 'reference_id' END AS reference_id,
        CASE
            WHEN b.body ? 'undone' THEN ARRAY[b.body ->> 'undone']
            WHEN b.type IN ('ReportsMerged') THEN ARRAY(SELECT jsonb_array_elements_text(b.body -> 'incident_ids'))
            WHEN b.type = 'OperationsMerged' THEN
                ARRAY[b.body ->> 'into']
                || ARRAY(SELECT jsonb_array_elements_text((b.body -> 'operations') - (b.body ->> 'into')))
            WHEN b.type IN ('PeopleMerged', 'PeopleSeparated') THEN
                ARRAY(SELECT m ->> 'mention_id' FROM jsonb_array_elements(b.body -> 'mentions') AS m)
            ELSE ARRAY[coalesce(b.body ->> 'subject', b.body ->> 'incident_id', b.body ->> 'report_id', b.body ->> 'reference_id')]
        END AS subjects,
        CASE
            WHEN b.body ? 'report_ids' THEN ARRAY(SELECT jsonb_array_elements_text(b.body -> 'report_ids')::uuid)
            WHEN b.body ? 'report_id' THEN ARRAY[(b.body ->> 'report_id')::uuid]
            WHEN b.body ? 'mentions' THEN
                ARRAY(SELECT DISTINCT (m ->> 'report_id')::uuid FROM jsonb_array_elements(b.body -> 'mentions') AS m)
            WHEN b.body ->> 'kind' = 'report' THEN ARRAY[(b.body ->> 'subject')::uuid]
            ELSE '{}'
        END AS report_ids,
        CASE jsonb_typeof(b.body #> '{others,0}')
            WHEN 'string' THEN ARRAY(SELECT jsonb_array_elements_text(b.body -> 'others')::uuid)
            WHEN 'object' THEN ARRAY(SELECT (m ->> 'mention_id')::uuid FROM jsonb_array_elements(b.body -> 'others') AS m)
            ELSE '{}'
        END AS others,
        ARRAY(SELECT jsonb_array_elements_text(b.body -> 'changed')) AS fields,
        -- Why something is withheld or protected would tell what.
        CASE WHEN kind.act NOT IN ('withhold', 'protect') THEN nullif(b.body #>> '{decision,reason}', '') END AS reason,
        b.body ->> 'text' AS note, b.body ->> 'url' AS url
    FROM batch b
    JOIN log.events e USING (position)
    JOIN (
        VALUES
            ('ReportConfirmed', 'confirm', 'report'), ('ReportAmended', 'correct', 'report'), ('ReportAdded', 'add', 'report'),
            ('ReportRetracted', 'retract', 'report'), ('ReportWithheld', 'withhold', 'report'),
            ('IncidentWithheld', 'withhold', 'incident'), ('ReportsMerged', 'merge', 'incident'),
            ('ReportsSeparated', 'separate', 'incident'), ('PeopleMerged', 'merge', 'person'),
            ('PeopleSeparated', 'separate', 'person'), ('OperationsMerged', 'merge', 'operation'),
            ('Annotated', 'annotate', NULL), ('WordsProtected', 'protect', 'cable'), ('ReportRestored', 'restore', 'decision'),
            ('DecisionUndone', 'restore', 'decision')
    ) AS kind (type, act, subject_kind) ON kind.type = b.type
    WHERE b.body ? 'decision'
), first AS (
    -- Who withholds an incident withholds each of its reports.
    SELECT DISTINCT ON (t.decision_id) t.*
    FROM told t
    ORDER BY t.decision_id, t.subject_kind COLLATE "C", t.position
), reports_of AS (
    SELECT t.decision_id, array_agg(DISTINCT id ORDER BY id) AS report_ids
    FROM told t
    CROSS JOIN unnest(t.report_ids) AS id
    GROUP BY t.decision_id
), cables_of AS (
    SELECT t.decision_id, min(t.position) AS position, min(t.recorded_at) AS recorded_at,
           array_agg(DISTINCT t.reference_id COLLATE "C") FILTER (WHERE t.reference_id IS NOT NULL) AS reference_ids
    FROM told t
    GROUP BY t.decision_id
)
INSERT INTO decisions (
    decision_id, position, recorded_at, actor, act, subject_kind, subjects, report_ids, others, reference_ids, fields,
    reason, ground, note, url
)
SELECT f.decision_id, c.position, c.recorded_at, f.actor, f.act, f.subject_kind, f.subjects, coalesce(r.report_ids, '{}'),
       f.others, coalesce(c.reference_ids, '{}'), f.fields, f.reason, f.ground, f.note, f.url
FROM first f
JOIN cables_of c USING (decision_id)
LEFT JOIN reports_of r USING (decision_id)
ON CONFLICT (decision_id) DO UPDATE SET
    position = excluded.position, recorded_at = excluded.recorded_at, report_ids = excluded.report_ids;

-- undo: those that count no longer
UPDATE decisions d
SET undone_by = u.decision_id, undone_position = u.position
FROM (
    SELECT (b.body ->> 'undone')::uuid AS undone, (b.body #>> '{decision,decision_id}')::uuid AS decision_id, min(b.position) AS position
    FROM batch b
    WHERE b.body ? 'undone'
    GROUP BY 1, 2
) AS u
WHERE d.decision_id = u.undone;

-- erase_cables: what is left of the withholding of an incident is told by no cable of which it is erased
UPDATE decisions d
SET reference_ids = ARRAY(SELECT id FROM unnest(d.reference_ids) AS id WHERE id <> ALL (gone.reference_ids) ORDER BY id COLLATE "C")
FROM (
    SELECT erased.first_position, array_agg(DISTINCT substr(erased.stream, length('cable/') + 1)) AS reference_ids
    FROM batch b
    JOIN log.events erased ON erased.stream = b.stream AND erased.event_id::text = b.body ->> 'event_id'
    WHERE b.type = 'EventErased'
      AND erased.body IS NULL
      AND erased.type = 'ReportWithheld'
      AND NOT EXISTS (
          SELECT
          FROM log.events other
          WHERE other.stream = erased.stream AND other.first_position = erased.first_position AND other.body IS NOT NULL
      )
    GROUP BY erased.first_position
) AS gone
WHERE d.position = gone.first_position;

-- erase: what was decided on reports that are erased
DELETE FROM decisions d
USING batch b
JOIN log.events erased ON erased.stream = b.stream AND erased.event_id::text = b.body ->> 'event_id'
WHERE b.type = 'EventErased' AND erased.body IS NULL AND d.position = erased.position;
