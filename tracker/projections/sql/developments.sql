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
        FROM jsonb_array_elements(b.body -> 'known') AS s (statement)
        ORDER BY 1
    ),
    b.body ->> 'summary_id' IS NOT NULL,
    (b.body ->> 'summary_id')::uuid
FROM batch b
CROSS JOIN LATERAL (SELECT (b.body -> 'after') || (b.body -> 'before') AS both) AS told
WHERE b.type = 'DevelopmentRecorded'
  AND NOT EXISTS (SELECT FROM developments d WHERE d.development_id::text = b.body ->> 'development_id');

-- untold: what they tell, and what others tell that repeat words of a cable of the batch: one that was read again can move
-- paragraphs' labels
CREATE TEMPORARY TABLE untold ON COMMIT DROP AS
SELECT
    d.development_id, side.name AS side, x.nth, x.statement, (x.statement ->> 'document_id')::uuid AS document_id,
    x.statement -> 'report' AS report, d.development_id || side.name || x.nth AS key
FROM (
    SELECT f.development_id, f.told FROM fresh f
    UNION ALL
    SELECT o.development_id, o.told
    FROM developments o
    WHERE o.told_of && ARRAY(SELECT b.body ->> 'reference_id' FROM batch b WHERE b.body ? 'reference_id')
) AS d
CROSS JOIN (VALUES ('after'), ('before'), ('known')) AS side (name)
CROSS JOIN jsonb_array_elements(d.told -> side.name) WITH ORDINALITY AS x (statement, nth);

-- in_words: each of these developments
CREATE TEMPORARY TABLE in_words ON COMMIT DROP AS
SELECT
    u.development_id,
    coalesce(jsonb_agg(t.facts ORDER BY u.nth) FILTER (WHERE u.side = 'after'), '[]') AS after,
    coalesce(jsonb_agg(t.facts ORDER BY u.nth) FILTER (WHERE u.side = 'before'), '[]') AS before,
    coalesce(jsonb_agg(jsonb_build_object(
        'reference_id', u.statement -> 'reference_id', 'report_id', u.statement -> 'report_id', 'facts', t.facts
    ) ORDER BY u.nth) FILTER (WHERE u.side = 'known'), '[]') AS known,
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

-- record: them
INSERT INTO developments SELECT f.* FROM fresh f ORDER BY f.position ON CONFLICT (development_id) DO NOTHING;

-- tell: the others, where that changes them
UPDATE developments d
SET after = w.after, before = w.before, known = w.known, operations = w.operations
FROM in_words w
WHERE d.development_id = w.development_id
  AND (d.after, d.before, d.known, d.operations) IS DISTINCT FROM (w.after, w.before, w.known, w.operations);

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
USING batch b
JOIN log.events erased ON erased.stream = b.stream AND erased.event_id::text = b.body ->> 'event_id'
WHERE b.type = 'EventErased' AND erased.body IS NULL AND d.development_id::text = b.body ->> 'subject';

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
SET amended_by = later.development_id, updated_at = later.published_at
FROM (
    SELECT DISTINCT ON (e.development_id) e.development_id AS earlier_id, d.development_id, d.published_at
    FROM batch b
    JOIN developments d ON d.development_id = (b.body ->> 'development_id')::uuid
    JOIN developments e ON e.report_ids && d.report_ids AND e.position < d.position
    WHERE b.type = 'DevelopmentRecorded' AND d.kind IN ('corrected', 'figure-changed', 'retracted')
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
          AND d.kind IN ('corrected', 'figure-changed', 'retracted')
        ORDER BY d.position DESC
        LIMIT 1
    ) AS later ON true
    WHERE b.type = 'EventErased'
      AND b.stream LIKE 'development/%'
      AND NOT EXISTS (SELECT FROM developments d WHERE d.development_id = e.amended_by AND d.kind <> 'erased')
) AS again
WHERE earlier.development_id = again.development_id;
