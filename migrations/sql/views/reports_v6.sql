-- Reports of which no date is told have no range either: without bounds it met every period that was asked for.
-- %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.reports AS
SELECT r.report_id, r.incident_id, r.reference_id, r.cable_date, r.kind, f.subtype, f.status, r.date_start, r.date_end,
       CASE WHEN r.date_start IS NOT NULL THEN daterange(r.date_start, r.date_end, '[]') END AS event_date,
       r.states, r.cartels, r.operation, f.personnel, f.count,
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
COMMENT ON COLUMN read.reports.event_date IS 'The same interval as a range; null where the text fixes none.';
COMMENT ON COLUMN read.reports.groups IS
    'Groups with a part in it: slug, role, the words that name it, and the number of the mention. Where what stands around the statement names the group and not the statement itself, the words are those of the statement: read them before you rely on it.';

CREATE OR REPLACE FUNCTION read.reports_at("position" bigint)
RETURNS SETOF read.reports
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
WITH told AS MATERIALIZED (
    SELECT t.* FROM reports_at(reports_at.position) AS t
), sent AS MATERIALIZED (
    SELECT DISTINCT ON (o.document_id, o.quote_start, o.quote_end) o.document_id, o.quote_start, o.quote_end, o.report_id
    FROM told o
    WHERE o.kind = 'operation' AND NOT o.withdrawn
    ORDER BY o.document_id, o.quote_start, o.quote_end, o.report_id
)
SELECT r.report_id, r.incident_id, r.reference_id, r.cable_date, r.kind, f.subtype, f.status, r.date_start, r.date_end,
       CASE WHEN r.date_start IS NOT NULL THEN daterange(r.date_start, r.date_end, '[]') END AS event_date,
       r.states, r.cartels, r.operation, f.personnel, f.count,
       f.count_op, f.victims, f.persons, f.killed, f.injured, f.items, f.certain, r.aggregate, f.quote, f.paragraphs,
       f.passage, f.places, r.facts, r.quote_start, r.quote_end, r.passage_start, r.passage_end, r.paragraph_ordinals,
       r.document_id, r.review_status, r.withdrawn, r.withdrawn_reason, r.extractor, r.recorded_at, r.position,
       f.date_precision, f.place_precision, f.people, f.groups, f.forces, f.figures, f.casualties, f.asserted_by COLLATE "C" AS asserted_by,
       f.objective, f.assertions, f.hedges, f.dates, f.told_places,
       sent.report_id AS result_of,
       coalesce(decided.act = 'withhold', false) AS withheld, decided.decision_id, decided.actor AS decided_by,
       decided.recorded_at AS decided_at
FROM told r
CROSS JOIN LATERAL read.fields_of(r.facts) AS f
LEFT JOIN sent
    ON sent.document_id = r.document_id
   AND sent.quote_start = (r.facts #>> '{result_of,0}')::integer
   AND sent.quote_end = (r.facts #>> '{result_of,1}')::integer
LEFT JOIN LATERAL (
    SELECT d.act, d.decision_id, d.actor, d.recorded_at
    FROM decisions d
    WHERE d.report_ids @> ARRAY[r.report_id] AND d.act IN ('confirm', 'correct', 'add', 'retract', 'withhold') AND d.position <= reports_at.position
      AND (d.undone_by IS NULL OR d.undone_position > reports_at.position)
    ORDER BY d.act = 'withhold' DESC, d.position DESC
    LIMIT 1
) AS decided ON true
$$;
