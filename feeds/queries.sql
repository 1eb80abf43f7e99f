-- seen: the state that the transaction sees, as three lines: which read tables are shown and since when, on which server;
-- the log's head, whose history no restored server shares; and the transactions whose work is in it
SELECT concat_ws(
           E'\n',
           concat_ws(' ', s.active, s.xmin, c.system_identifier, t.timeline_id),
           (SELECT concat(e.position, ' ', e.log_hash) FROM read.developments e ORDER BY e.position DESC LIMIT 1),
           pg_current_snapshot()
       ) AS seen
FROM jobs.read_schema s
CROSS JOIN pg_control_system() AS c
CROSS JOIN pg_control_checkpoint() AS t;

-- is_known: whether the newest development that was published then is the same now
SELECT :newest = '' OR EXISTS (
           SELECT FROM read.developments d WHERE d.position = CAST(split_part(:newest, ' ', 1) AS bigint)
              AND d.log_hash = split_part(:newest, ' ', 2)
       ) AS known;

-- changes: what a snapshot did not see yet
SELECT c.kind, c.key
FROM read.changes c
WHERE c.xid >= pg_snapshot_xmin(CAST(:snapshot AS pg_snapshot))
  AND NOT pg_visible_in_snapshot(c.xid, CAST(:snapshot AS pg_snapshot));

-- cartels: the groups as they stand
SELECT slug, name, coalesce(aliases, '{}') AS aliases, reports, cables, incidents, first_event, last_event,
       coalesce(states, '{}') AS states
  FROM read.cartels
 ORDER BY slug COLLATE "C";

-- operations: the operations as last reported
SELECT slug, name, coalesce(aliases, '{}') AS aliases, status, status_as_of, launched,
       coalesce(states, '{}') AS states, personnel, reports, cables
  FROM read.operations
 ORDER BY slug COLLATE "C";

-- coverage: how much has been read
SELECT coalesce(sum(cables), 0)::bigint AS cables, coalesce(sum(partial), 0)::bigint AS partial,
       coalesce(sum(without_reports), 0)::bigint AS eventless, coalesce(sum(reports), 0)::bigint AS reports
  FROM read.coverage;

-- standing: how many incidents stand of each kind and in each state
SELECT family, slug, incidents
  FROM read.topic_sums
 WHERE family IN ('kinds', 'states')
 ORDER BY family, slug;

-- items: all developments that are no summaries, or some, with what they belong to, in the order of the log
SELECT d.development_id, d.published_at, d.quiet, d.summary_id,
       d.cartels || coalesce(ARRAY(SELECT jsonb_array_elements_text(d.facts_before -> 'cartels')), '{}') AS cartels,
       array_remove(d.operations || (d.facts_before ->> 'operation'), NULL) AS operations,
       d.states || coalesce(ARRAY(SELECT place ->> 'state' FROM jsonb_array_elements(d.facts_before -> 'places') AS place), '{}') AS states,
       array_remove(
           ARRAY[d.report_kind, d.facts_before ->> 'kind'] || ARRAY(SELECT f ->> 'kind' FROM jsonb_array_elements(d.all_facts) AS f), NULL
       ) AS kinds
  FROM read.developments d
 WHERE d.kind NOT IN ('read-again', 'backfilled') AND (CAST(:keys AS uuid[]) IS NULL OR d.development_id = ANY (CAST(:keys AS uuid[])))
 ORDER BY d.position;

-- order: when some came
SELECT d.development_id, d.published_at
  FROM read.developments d
 WHERE d.development_id = ANY (CAST(:keys AS uuid[]))
 ORDER BY d.position;

-- developments: some of them
SELECT development_id, position, log_hash, kind, published_at, updated_at, report_ids, incident_id, reference_id,
       cable_date, coalesce(cartels, '{}') AS cartels, coalesce(operations, '{}') AS operations,
       coalesce(states, '{}') AS states, report_kind, facts, facts_before, coalesce(all_facts, '[]') AS all_facts, reason,
       review_status, withdrawn, withdrawn_reason, corrected_by, known, quiet, summary_id
  FROM read.developments
 WHERE kind NOT IN ('read-again', 'backfilled') AND development_id = ANY (CAST(:keys AS uuid[]))
 ORDER BY position;

-- about: those about some reports
SELECT development_id, position, log_hash, kind, published_at, updated_at, report_ids, incident_id, reference_id,
       cable_date, coalesce(cartels, '{}') AS cartels, coalesce(operations, '{}') AS operations,
       coalesce(states, '{}') AS states, report_kind, facts, facts_before, coalesce(all_facts, '[]') AS all_facts, reason,
       review_status, withdrawn, withdrawn_reason, corrected_by, known, quiet, summary_id
  FROM read.developments
 WHERE kind NOT IN ('read-again', 'backfilled') AND report_ids && CAST(:keys AS uuid[])
 ORDER BY position;

-- reports_in: the reports of some incidents
SELECT r.report_id FROM read.reports r WHERE r.incident_id = ANY (CAST(:keys AS uuid[])) ORDER BY r.report_id;

-- touched: the developments that show something else: those that changed, those about reports or cables that did, all that
-- are about a report of one of these, and their summaries
WITH named AS MATERIALIZED (
    SELECT d.development_id, d.report_ids, d.summary_id
    FROM read.developments d
    WHERE d.development_id = ANY (CAST(:developments AS uuid[]))
    UNION ALL
    SELECT d.development_id, d.report_ids, d.summary_id
    FROM read.developments d
    WHERE d.report_ids && CAST(:reports AS uuid[])
    UNION ALL
    SELECT d.development_id, d.report_ids, d.summary_id
    FROM read.developments d
    WHERE d.reference_id = ANY (CAST(:cables AS text[]))
), beside AS (
    SELECT d.development_id, d.summary_id
    FROM read.developments d
    WHERE d.report_ids && (SELECT coalesce(array_agg(DISTINCT r.report_id), '{}') FROM named n CROSS JOIN unnest(n.report_ids) AS r (report_id))
)
SELECT development_id AS key FROM named
UNION
SELECT development_id FROM beside
UNION
SELECT summary_id FROM named WHERE summary_id IS NOT NULL
UNION
SELECT summary_id FROM beside WHERE summary_id IS NOT NULL
ORDER BY 1;

-- summaries: what readers are told in sum, in the order of the log
SELECT development_id
  FROM read.developments
 WHERE kind IN ('read-again', 'backfilled')
 ORDER BY position;

-- sums: some of them, with what they come to
SELECT s.development_id, s.position, s.log_hash, s.kind, s.published_at, s.updated_at, s.extractor, m.*,
       (SELECT coalesce(array_agg(DISTINCT slug COLLATE "C"), '{}') FROM read.developments d CROSS JOIN unnest(d.cartels) AS slug WHERE d.summary_id = s.development_id) AS cartels,
       (SELECT coalesce(array_agg(DISTINCT slug COLLATE "C"), '{}') FROM read.developments d CROSS JOIN unnest(d.operations) AS slug WHERE d.summary_id = s.development_id) AS operations,
       ARRAY(
           SELECT d.development_id
           FROM read.developments d
           WHERE d.summary_id = s.development_id
           ORDER BY coalesce(array_position(CAST(:gravest AS text[]), d.kind), 100), d.position
           LIMIT :listed
       ) AS listed
  FROM read.developments s
  CROSS JOIN LATERAL (
      SELECT count(*) AS total,
             count(*) FILTER (WHERE d.kind IN ('corrected', 'figure-changed')) AS changed,
             count(*) FILTER (WHERE d.kind = 'retracted') AS withdrawn,
             coalesce(sum(greatest(1, jsonb_array_length(d.all_facts))) FILTER (WHERE d.kind <> ALL (CAST(:gravest AS text[]))), 0)::bigint AS found,
             count(*) FILTER (WHERE d.kind = 'also-reported') AS also,
             count(DISTINCT d.reference_id) AS cables,
             extract(year FROM min(d.cable_date) AT TIME ZONE 'UTC')::integer AS first_year,
             extract(year FROM max(d.cable_date) AT TIME ZONE 'UTC')::integer AS last_year
      FROM read.developments d
      WHERE d.summary_id = s.development_id
  ) AS m
 WHERE s.development_id = ANY (CAST(:keys AS uuid[])) AND s.kind IN ('read-again', 'backfilled')
 ORDER BY s.position;

-- incident_ids: of every incident, those withdrawn too, whose pages stay
SELECT incident_id AS key FROM read.incidents ORDER BY incident_id;

-- incidents: some of them
SELECT incident_id, kind, subtype, status, date_start, date_end, coalesce(states, '{}') AS states,
       coalesce(cartels, '{}') AS cartels, operation, facts, coalesce(report_ids, '{}') AS report_ids, review_status,
       withdrawn
  FROM read.incidents
 WHERE incident_id = ANY (CAST(:keys AS uuid[]))
 ORDER BY incident_id;

-- telling: those of some reports
SELECT incident_id, kind, subtype, status, date_start, date_end, coalesce(states, '{}') AS states,
       coalesce(cartels, '{}') AS cartels, operation, facts, coalesce(report_ids, '{}') AS report_ids, review_status,
       withdrawn
  FROM read.incidents
 WHERE report_ids && CAST(:keys AS uuid[])
 ORDER BY incident_id;

-- listed: the latest that stand of a topic, and how many do
SELECT incident_id AS key, (SELECT s.incidents FROM read.topic_sums s WHERE s.family = :family AND s.slug = :slug) AS total
  FROM read.incidents
 WHERE NOT withdrawn
   AND (CAST(:family AS text) <> 'cartels' OR cartels @> ARRAY[CAST(:slug AS text)])
   AND (CAST(:family AS text) <> 'states' OR states @> ARRAY[CAST(:slug AS text)])
   AND (CAST(:family AS text) <> 'operations' OR operation = :slug)
   AND (CAST(:family AS text) <> 'kinds' OR kind = :slug)
 ORDER BY date_start DESC NULLS LAST, incident_id DESC
 LIMIT :most;

-- report_ids: of every report, those withdrawn too, whose pages stay
SELECT report_id AS key FROM read.reports ORDER BY report_id;

-- reports: some of them
SELECT report_id, incident_id, reference_id, cable_date, facts, quote_start, quote_end,
       coalesce(paragraph_ordinals, '{}') AS paragraph_ordinals, review_status, withdrawn, withdrawn_reason, extractor,
       recorded_at, position, withheld
  FROM read.reports
 WHERE report_id = ANY (CAST(:keys AS uuid[]))
 ORDER BY position, report_id;

-- reports_of: those of some cables
SELECT report_id, incident_id, reference_id, cable_date, facts, quote_start, quote_end,
       coalesce(paragraph_ordinals, '{}') AS paragraph_ordinals, review_status, withdrawn, withdrawn_reason, extractor,
       recorded_at, position, withheld
  FROM read.reports
 WHERE reference_id = ANY (:keys)
 ORDER BY position, report_id;

-- cable_ids: all cables, or those with reports and those that they refer to
SELECT c.reference_id AS key
  FROM read.cables c
 WHERE NOT :told
    OR c.reference_id IN (SELECT r.reference_id FROM read.reports r)
    OR c.reference_id IN (
        SELECT cited
        FROM (SELECT DISTINCT r.reference_id FROM read.reports r) AS told
        JOIN read.cables x USING (reference_id)
        CROSS JOIN unnest(x.reference_ids) AS cited
    )
 ORDER BY c.reference_id COLLATE "C";

-- with_pages: those of some cables
SELECT c.reference_id AS key
  FROM read.cables c
 WHERE c.reference_id = ANY (:keys)
   AND (
       NOT :told
       OR EXISTS (SELECT FROM read.reports r WHERE r.reference_id = c.reference_id)
       OR EXISTS (
           SELECT
           FROM read.cables x
           WHERE x.reference_ids @> ARRAY[c.reference_id]
             AND EXISTS (SELECT FROM read.reports r WHERE r.reference_id = x.reference_id)
       )
   )
 ORDER BY c.reference_id COLLATE "C";

-- cited: the recorded cables that some refer to
SELECT DISTINCT c.reference_id AS key
  FROM read.cables x
 CROSS JOIN unnest(x.reference_ids) AS cited
  JOIN read.cables c ON c.reference_id = cited
 WHERE x.reference_id = ANY (:keys)
 ORDER BY 1;

-- citing: the cables that refer to some
SELECT x.reference_id AS key
  FROM read.cables x
 WHERE x.reference_ids && CAST(:keys AS text[])
 ORDER BY x.reference_id COLLATE "C";

-- referring: which cables refer to some
SELECT DISTINCT cited, x.reference_id AS key
  FROM read.cables x
 CROSS JOIN unnest(x.reference_ids) AS cited
 WHERE x.reference_ids && CAST(:keys AS text[]) AND cited = ANY (CAST(:keys AS text[]))
 ORDER BY cited, x.reference_id;

-- cables: the headers of some
SELECT reference_id, position, cable_date, released_at, recorded_at, classification, origin, subject,
       coalesce(tags, '{}') AS tags, coalesce(reference_ids, '{}') AS reference_ids, partial, withdrawn_at, withdrawn_from
  FROM read.cables
 WHERE reference_id = ANY (:keys)
 ORDER BY reference_id COLLATE "C";

-- cable_items: all cables, or some, in the order in which they were recorded, each as the log tells of it
SELECT c.reference_id, c.recorded_at
  FROM read.cables c
 WHERE (CAST(:keys AS text[]) IS NULL OR c.reference_id = ANY (CAST(:keys AS text[])))
   AND EXISTS (
       SELECT
         FROM read.cable_history e
        WHERE e.reference_id = c.reference_id AND e.event_type IN ('CableRecorded', 'CableRevised', 'CableWithdrawn')
   )
 ORDER BY c.recorded_at, c.reference_id COLLATE "C";

-- recorded_cables: some of them, each with the newest event that tells of its text
SELECT c.reference_id, c.position, c.cable_date, c.released_at, c.recorded_at, c.classification, c.origin, c.subject,
       coalesce(c.tags, '{}') AS tags, coalesce(c.reference_ids, '{}') AS reference_ids, c.partial,
       h.position AS told_position, h.log_hash, h.recorded_at AS changed_at
  FROM read.cables c
 CROSS JOIN LATERAL (
       SELECT e.position, e.log_hash, e.recorded_at
         FROM read.cable_history e
        WHERE e.reference_id = c.reference_id AND e.event_type IN ('CableRecorded', 'CableRevised', 'CableWithdrawn')
        ORDER BY e.position DESC
        LIMIT 1
       ) AS h
 WHERE c.reference_id = ANY (CAST(:keys AS text[]))
 ORDER BY c.reference_id COLLATE "C";

-- paragraphs: the paragraphs of some cables, in the order of their documents
SELECT reference_id, ordinal, label, marking, heading, text
  FROM read.paragraphs
 WHERE reference_id = ANY (:reference_ids)
 ORDER BY reference_id COLLATE "C", ordinal;
