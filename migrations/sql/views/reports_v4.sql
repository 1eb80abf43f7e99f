-- Reports with what people decided on them. The views run with the owner's rights; %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.reports AS
SELECT r.report_id, r.incident_id, r.reference_id, r.cable_date, r.kind, f.subtype, f.status, r.date_start, r.date_end,
       daterange(r.date_start, r.date_end, '[]') AS event_date, r.states, r.cartels, r.operation, f.personnel, f.count,
       f.count_op, f.victims, f.persons, f.killed, f.injured, f.items, f.certain, r.aggregate, f.quote, f.paragraphs,
       f.passage, f.places, r.facts, r.quote_start, r.quote_end, r.passage_start, r.passage_end, r.paragraph_ordinals,
       r.document_id, r.review_status, r.withdrawn, r.withdrawn_reason, r.extractor, r.recorded_at, r.position,
       f.date_precision, f.place_precision, f.people, f.groups, f.forces, f.figures, f.casualties, f.asserted_by COLLATE "C" AS asserted_by,
       f.objective, f.assertions, f.hedges, f.dates, f.told_places,
       (
           SELECT o.report_id
           FROM %tables%.reports o
           WHERE o.document_id = r.document_id
             AND o.kind = 'operation'
             AND o.quote_start = (r.facts #>> '{result_of,0}')::integer
             AND o.quote_end = (r.facts #>> '{result_of,1}')::integer
             AND NOT o.withdrawn
           ORDER BY o.report_id
           LIMIT 1
       ) AS result_of,
       coalesce(decided.act = 'withhold', false) AS withheld, decided.decision_id, decided.actor AS decided_by,
       decided.recorded_at AS decided_at
FROM %tables%.reports r
CROSS JOIN LATERAL read.fields_of(r.facts) AS f
LEFT JOIN LATERAL (
    SELECT d.act, d.decision_id, d.actor, d.recorded_at
    FROM %tables%.decisions d
    WHERE d.report_ids @> ARRAY[r.report_id] AND d.act IN ('confirm', 'correct', 'add', 'retract', 'withhold') AND d.undone_by IS NULL
    ORDER BY d.act = 'withhold' DESC, d.position DESC
    LIMIT 1
) AS decided ON true;

COMMENT ON COLUMN read.reports.withheld IS 'Whether people withhold it, for safety or by law: nothing that it told is shown then.';
COMMENT ON COLUMN read.reports.decision_id IS 'The newest decision in force on it: see read.decisions; null where nobody decided.';
COMMENT ON COLUMN read.reports.decided_by IS 'Who made it.';
COMMENT ON COLUMN read.reports.decided_at IS 'When the log recorded it.';
COMMENT ON COLUMN read.reports.review_status IS
    'machine: nobody has checked it; confirmed: somebody has, as it reads, or added it; corrected: somebody set fields of it.';

CREATE OR REPLACE FUNCTION read.reports_at("position" bigint)
RETURNS SETOF read.reports
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
WITH told AS MATERIALIZED (SELECT t.* FROM reports_at(reports_at.position) AS t)
SELECT r.report_id, r.incident_id, r.reference_id, r.cable_date, r.kind, f.subtype, f.status, r.date_start, r.date_end,
       daterange(r.date_start, r.date_end, '[]') AS event_date, r.states, r.cartels, r.operation, f.personnel, f.count,
       f.count_op, f.victims, f.persons, f.killed, f.injured, f.items, f.certain, r.aggregate, f.quote, f.paragraphs,
       f.passage, f.places, r.facts, r.quote_start, r.quote_end, r.passage_start, r.passage_end, r.paragraph_ordinals,
       r.document_id, r.review_status, r.withdrawn, r.withdrawn_reason, r.extractor, r.recorded_at, r.position,
       f.date_precision, f.place_precision, f.people, f.groups, f.forces, f.figures, f.casualties, f.asserted_by COLLATE "C" AS asserted_by,
       f.objective, f.assertions, f.hedges, f.dates, f.told_places,
       (
           SELECT o.report_id
           FROM told o
           WHERE o.document_id = r.document_id
             AND o.kind = 'operation'
             AND o.quote_start = (r.facts #>> '{result_of,0}')::integer
             AND o.quote_end = (r.facts #>> '{result_of,1}')::integer
             AND NOT o.withdrawn
           ORDER BY o.report_id
           LIMIT 1
       ) AS result_of,
       coalesce(decided.act = 'withhold', false) AS withheld, decided.decision_id, decided.actor AS decided_by,
       decided.recorded_at AS decided_at
FROM told r
CROSS JOIN LATERAL read.fields_of(r.facts) AS f
LEFT JOIN LATERAL (
    SELECT d.act, d.decision_id, d.actor, d.recorded_at
    FROM decisions d
    WHERE d.report_ids @> ARRAY[r.report_id] AND d.act IN ('confirm', 'correct', 'add', 'retract', 'withhold') AND d.position <= reports_at.position
      AND (d.undone_by IS NULL OR d.undone_position > reports_at.position)
    ORDER BY d.act = 'withhold' DESC, d.position DESC
    LIMIT 1
) AS decided ON true
$$;
COMMENT ON FUNCTION read.reports_at(bigint) IS
    'read.reports as today''s rules make them of the log up to a position; what was erased since is not there.';

CREATE OR REPLACE FUNCTION read.reports_known(known date)
RETURNS SETOF read.reports
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT r.*
FROM read.reports r
WHERE r.cable_date < (reports_known.known + 1)::timestamp AT TIME ZONE 'UTC'
$$;
COMMENT ON FUNCTION read.reports_known(date) IS
    'read.reports as they stand, with today''s incidents, of the cables that were created by a day (in UTC).';
