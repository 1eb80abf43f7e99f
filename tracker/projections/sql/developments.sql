-- make_fresh: a place for the developments of the batch, until they are told in words
CREATE TEMPORARY TABLE fresh (LIKE developments INCLUDING DEFAULTS) ON COMMIT DROP;

-- fresh: the developments of the batch
INSERT INTO fresh (
    development_id, position, log_hash, kind, published_at, updated_at, reference_id, incident_id, report_ids, cartels,
    operations, states, told, after, before, reason, told_of, quiet, summary_id
)
SELECT
    (b.body ->> 'development_id')::uuid,
    b.position,
    encode(b.hash, 'hex'),
    b.body ->> 'kind',
    b.recorded_at,
    b.recorded_at,
    b.body ->> 'reference_id',
    (b.body ->> 'incident_id')::uuid,
    ARRAY(SELECT DISTINCT (s.statement ->> 'report_id')::uuid AS report_id FROM jsonb_array_elements(told.both) AS s (statement) ORDER BY report_id),
    -- An entry belongs to every topic that it says or said something about, so that those who read the statement also
    -- read that it changed.
    ARRAY(
        SELECT DISTINCT cartel COLLATE "C" AS cartel
        FROM jsonb_array_elements(told.both) AS s (statement)
        CROSS JOIN jsonb_array_elements_text(s.statement #> '{report,cartels}') AS cartel
        ORDER BY cartel
    ),
    '{}',
    ARRAY(
        SELECT DISTINCT place ->> 'state' COLLATE "C" AS state
        FROM jsonb_array_elements(told.both) AS s (statement)
        CROSS JOIN jsonb_array_elements(s.statement #> '{report,places}') AS place
        ORDER BY state
    ),
    jsonb_build_object('after', b.body -> 'after', 'before', b.body -> 'before', 'known', b.body -> 'known'),
    '[]',
    '[]',
    b.body ->> 'reason',
    ARRAY(
        SELECT b.body ->> 'reference_id' UNION SELECT s.statement ->> 'reference_id' COLLATE "C"
        -- What joins or parts reports tells of those of several cables.
        FROM jsonb_array_elements(told.both || (b.body -> 'known')) AS s (statement)
        WHERE s.statement ->> 'reference_id' IS NOT NULL
        ORDER BY 1
    ),
    b.body ->> 'summary_id' IS NOT NULL,
    (b.body ->> 'summary_id')::uuid
FROM batch b
CROSS JOIN LATERAL (SELECT (b.body -> 'after') || (b.body -> 'before') AS both) AS told
WHERE b.type = 'DevelopmentRecorded'
  AND NOT EXISTS (SELECT FROM developments d WHERE d.development_id = (b.body ->> 'development_id')::uuid);

-- withheld: the reports of which nobody is to be told
CREATE TEMPORARY TABLE withheld ON COMMIT DROP AS
SELECT DISTINCT unnest(d.report_ids) AS report_id
FROM decisions d
WHERE d.act = 'withhold' AND d.undone_by IS NULL;

-- untold: what they tell, and what others tell that repeat words of a cable of the batch: one that was read again can move
-- paragraphs' labels, and of one a report can be withheld now, or no longer. What is withheld is told to nobody, but the
-- feeds of its operation keep a notice
CREATE TEMPORARY TABLE untold ON COMMIT DROP AS
SELECT
    d.development_id, side.name AS side, x.nth, x.statement, (x.statement ->> 'document_id')::uuid AS document_id,
    x.statement -> 'report' AS report, d.development_id || side.name || x.nth AS key,
    (x.statement ->> 'report_id')::uuid IN (SELECT w.report_id FROM withheld w) AS withheld
FROM (
    SELECT f.development_id, f.told FROM fresh f
    UNION ALL
    SELECT o.development_id, o.told
    FROM developments o
    WHERE o.told_of && ARRAY(SELECT b.body ->> 'reference_id' FROM batch b WHERE b.body ? 'reference_id')
    UNION
    -- Whose feeds they are in changes where people say that operations are one.
    SELECT o.development_id, o.told
    FROM developments o
    WHERE o.operations <> '{}' AND EXISTS (
        SELECT
        FROM batch b
        JOIN decisions d ON d.decision_id IN ((b.body #>> '{decision,decision_id}')::uuid, (b.body ->> 'undone')::uuid)
        WHERE d.act = 'merge' AND d.subject_kind = 'operation'
    )
) AS d
CROSS JOIN (VALUES ('after'), ('before'), ('known')) AS side (name)
CROSS JOIN jsonb_array_elements(d.told -> side.name) WITH ORDINALITY AS x (statement, nth);

-- in_words: each of these developments
CREATE TEMPORARY TABLE in_words ON COMMIT DROP AS
SELECT
    u.development_id,
    coalesce(jsonb_agg(t.facts ORDER BY u.nth) FILTER (WHERE u.side = 'after' AND NOT u.withheld), '[]') AS after,
    coalesce(jsonb_agg(t.facts ORDER BY u.nth) FILTER (WHERE u.side = 'before' AND NOT u.withheld), '[]') AS before,
    coalesce(jsonb_agg(jsonb_build_object(
        'reference_id', u.statement -> 'reference_id', 'report_id', u.statement -> 'report_id', 'facts', t.facts
    ) ORDER BY u.nth) FILTER (WHERE u.side = 'known' AND NOT u.withheld), '[]') AS known,
    coalesce(array_agg(DISTINCT o.operation COLLATE "C") FILTER (
        WHERE o.operation IS NOT NULL AND u.side <> 'known'
    ), '{}') AS operations
FROM untold u
JOIN told t USING (key)
CROSS JOIN LATERAL (SELECT operation_told(u.report, t.facts) AS operation) AS o
GROUP BY u.development_id;

-- tell_fresh: those of the batch
UPDATE fresh f
SET after = w.after, before = w.before, known = w.known, operations = w.operations
FROM in_words w
WHERE f.development_id = w.development_id;

-- file: the others in the feeds of their operations, those that are withheld, too
UPDATE developments d
SET operations = w.operations
FROM in_words w
WHERE d.development_id = w.development_id AND d.operations <> w.operations;

-- record: them
INSERT INTO developments SELECT f.* FROM fresh f ORDER BY f.position ON CONFLICT (development_id) DO NOTHING;

-- tell: the others, where that changes them; what was withheld before is told again as what it was
UPDATE developments d
SET after = w.after, before = w.before, known = w.known,
    kind = coalesce(d.told ->> 'kind', d.kind),
    reason = CASE WHEN d.told ? 'kind' THEN d.told ->> 'reason' ELSE d.reason END,
    told = d.told - '{kind,reason}'::text[]
FROM in_words w
WHERE d.development_id = w.development_id
  AND d.development_id = ANY (ARRAY(SELECT o.development_id FROM in_words o))
  AND (w.after, w.before) <> ('[]', '[]')
  AND (d.kind <> 'withheld' OR d.told ? 'kind')
  AND (d.told ? 'kind'
       OR (d.after, d.before, d.known) IS DISTINCT FROM (w.after, w.before, w.known));

-- withhold: what tells of withheld reports alone, or tells that something is withheld, is a notice at its place, in the feeds
-- that it is in; what it was is kept beside what it told, which nobody is shown
UPDATE developments d
SET kind = 'withheld', after = notice.facts, before = '[]', known = '[]', reason = NULL,
    told = CASE
        WHEN d.kind = 'withheld' THEN d.told
        ELSE d.told || jsonb_build_object('kind', d.kind, 'reason', d.reason)
    END
FROM (
    SELECT o.development_id,
           jsonb_build_array(jsonb_build_object(
               'kind', coalesce(o.told #> '{after,0,report,kind}', o.told #> '{before,0,report,kind}')
           )) AS facts
    FROM developments o
    WHERE (
            o.told_of && ARRAY(SELECT b.body ->> 'reference_id' FROM batch b WHERE b.body ? 'reference_id')
            -- As an array, so that neither is looked for among all.
            OR o.development_id = ANY (ARRAY(SELECT f.development_id FROM fresh f))
          )
      AND (o.told -> 'after') || (o.told -> 'before') <> '[]'
      AND (
            (o.kind = 'withheld' AND NOT o.told ? 'kind')
            OR EXISTS (SELECT FROM withheld) AND NOT EXISTS (
                SELECT
                FROM jsonb_array_elements((o.told -> 'after') || (o.told -> 'before')) AS x (statement)
                WHERE (x.statement ->> 'report_id')::uuid NOT IN (SELECT w.report_id FROM withheld w)
            )
          )
) AS notice
WHERE d.development_id = notice.development_id
  AND (d.kind, d.after, d.before, d.known) IS DISTINCT FROM ('withheld', notice.facts, '[]'::jsonb, '[]'::jsonb);

-- amend_withheld: what tells of a report that the batch withholds, or restores, changed with that
UPDATE developments d
SET updated_at = greatest(d.updated_at, changed.recorded_at)
FROM (
    SELECT o.development_id, max(b.recorded_at) AS recorded_at
    FROM batch b
    JOIN developments o ON o.report_ids @> ARRAY[(b.body ->> 'report_id')::uuid] AND o.position < b.position
    WHERE b.type IN ('ReportWithheld', 'ReportRestored')
    GROUP BY o.development_id
) AS changed
WHERE d.development_id = changed.development_id AND d.updated_at < changed.recorded_at;

-- sum: that readers are told of others in one
INSERT INTO developments (
    development_id, position, log_hash, kind, published_at, updated_at, report_ids, cartels, operations, states, told,
    after, before, run, extractor
)
SELECT (b.body ->> 'development_id')::uuid, b.position, encode(b.hash, 'hex'), b.body ->> 'kind', b.recorded_at, b.recorded_at,
       '{}', '{}', '{}', '{}', '{"after": [], "before": [], "known": []}', '[]', '[]', (b.body ->> 'run')::uuid,
       b.body ->> 'extractor'
FROM batch b
WHERE b.type = 'SummaryRecorded'
ON CONFLICT (development_id) DO NOTHING;

-- erase: of the developments of which the batch tells that they are erased all but a notice at their place
DELETE FROM developments d
WHERE d.development_id = ANY (ARRAY(
    SELECT (b.body ->> 'subject')::uuid
    FROM batch b
    JOIN log.events erased ON erased.stream = b.stream AND erased.event_id::text = b.body ->> 'event_id'
    WHERE b.type = 'EventErased'
      AND erased.body IS NULL
      AND b.body ->> 'subject' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
));

-- notice: that an entry was erased, in the feeds that it was in; in them nothing moves
INSERT INTO developments (
    development_id, position, log_hash, kind, published_at, updated_at, reference_id, incident_id, report_ids, cartels,
    operations, states, told, after, before, quiet, summary_id
)
SELECT DISTINCT ON (erased.position)
    substr(erased.stream, length('development/') + 1)::uuid, erased.position, encode(erased.hash, 'hex'), 'erased',
    erased.recorded_at, b.recorded_at, b.body #>> '{remains,reference_id}',
    substr(erased.stream, length('development/') + 1)::uuid, '{}',
    ARRAY(SELECT jsonb_array_elements_text(b.body #> '{remains,cartels}')),
    ARRAY(SELECT jsonb_array_elements_text(b.body #> '{remains,operations}')),
    ARRAY(SELECT jsonb_array_elements_text(b.body #> '{remains,states}')),
    '{"after": [], "before": [], "known": []}', jsonb_build_array(jsonb_build_object('kind', b.body #> '{remains,kind}')),
    '[]', b.body #>> '{remains,summary_id}' IS NOT NULL, (b.body #>> '{remains,summary_id}')::uuid
FROM batch b
JOIN log.events erased ON erased.stream = b.stream AND erased.event_id::text = b.body ->> 'event_id'
WHERE b.type = 'EventErased'
  AND erased.body IS NULL
  AND erased.type = 'DevelopmentRecorded'
  AND b.body ? 'remains'
ORDER BY erased.position, b.position DESC
ON CONFLICT (development_id) DO NOTHING;

-- sum_again: a summary tells something else with each development that it sums up, and with each of them that is erased
UPDATE developments s
SET updated_at = greatest(s.updated_at, newest.changed_at)
FROM (
    SELECT m.summary_id, max(CASE m.kind WHEN 'erased' THEN m.updated_at ELSE m.published_at END) AS changed_at
    FROM batch b
    JOIN developments m ON m.development_id = substr(b.stream, length('development/') + 1)::uuid
    WHERE b.type IN ('DevelopmentRecorded', 'EventErased') AND b.stream LIKE 'development/%' AND m.summary_id IS NOT NULL
    GROUP BY m.summary_id
) AS newest
WHERE s.development_id = newest.summary_id;

-- amend: earlier developments about a report that a later one of the batch corrects or retracts
UPDATE developments earlier
SET amended_by = later.development_id, updated_at = greatest(earlier.updated_at, later.published_at)
FROM (
    SELECT DISTINCT ON (e.development_id) e.development_id AS earlier_id, d.development_id, d.published_at
    FROM batch b
    JOIN developments d ON d.development_id = (b.body ->> 'development_id')::uuid
    JOIN developments e ON e.report_ids && d.report_ids AND e.position < d.position
    WHERE b.type = 'DevelopmentRecorded'
      -- What it was, where it is withheld by now.
      AND coalesce(d.told ->> 'kind', d.kind) IN ('corrected', 'figure-changed', 'retracted')
    ORDER BY e.development_id, d.position DESC
) AS later
WHERE earlier.development_id = later.earlier_id;

-- amend_again: what a development that is erased now had corrected or retracted is as the others leave it
UPDATE developments earlier
SET amended_by = again.later_id, updated_at = coalesce(again.published_at, earlier.published_at)
FROM (
    SELECT e.development_id, later.development_id AS later_id, later.published_at
    FROM batch b
    JOIN developments e ON e.amended_by = substr(b.stream, length('development/') + 1)::uuid
    LEFT JOIN LATERAL (
        SELECT d.development_id, d.published_at
        FROM developments d
        WHERE d.report_ids && e.report_ids
          AND d.position > e.position
          AND coalesce(d.told ->> 'kind', d.kind) IN ('corrected', 'figure-changed', 'retracted')
        ORDER BY d.position DESC
        LIMIT 1
    ) AS later ON true
    WHERE b.type = 'EventErased'
      AND b.stream LIKE 'development/%'
      AND NOT EXISTS (SELECT FROM developments d WHERE d.development_id = e.amended_by AND d.kind <> 'erased')
) AS again
WHERE earlier.development_id = again.development_id;
