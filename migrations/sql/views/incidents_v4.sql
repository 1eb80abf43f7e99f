-- Incidents of which no date is told have no range either: without bounds it met every period that was asked for.
-- %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.incidents AS
SELECT i.incident_id, i.kind, f.subtype, f.status, i.date_start, i.date_end,
       CASE WHEN i.date_start IS NOT NULL THEN daterange(i.date_start, i.date_end, '[]') END AS event_date,
       i.states, f.places, i.cartels, i.operation, f.count,
       f.count_op, f.persons, f.killed, f.injured, f.items, f.certain, i.aggregate, i.reference_ids, i.facts,
       i.report_ids, i.review_status, i.withdrawn, f.date_precision, f.place_precision, f.people, f.groups, f.forces,
       f.figures, f.casualties, f.asserted_by COLLATE "C" AS asserted_by, f.objective,
       i.killed_low, i.killed_high, i.injured_low, i.injured_high, i.count_low, i.count_high,
       cardinality(i.report_ids) AS reports, cardinality(i.reference_ids) AS cables, i.first_told, i.last_told,
       f.personnel, f.victims, i.figures AS told_figures, i.municipalities
FROM %tables%.incidents i
CROSS JOIN LATERAL read.fields_of(i.facts) AS f;
COMMENT ON COLUMN read.incidents.event_date IS 'The same interval as a range; null where no report gives one.';
COMMENT ON COLUMN read.incidents.groups IS
    'Groups with a part in it: slug, role, the words that name it, and the number of the mention. Where what stands around the statement names the group and not the statement itself, the words are those of the statement: read them before you rely on it.';

CREATE OR REPLACE FUNCTION read.incidents_at("position" bigint)
RETURNS SETOF read.incidents
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT i.incident_id, i.kind, f.subtype, f.status, i.date_start, i.date_end,
       CASE WHEN i.date_start IS NOT NULL THEN daterange(i.date_start, i.date_end, '[]') END AS event_date,
       i.states, f.places, i.cartels, i.operation, f.count,
       f.count_op, f.persons, f.killed, f.injured, f.items, f.certain, i.aggregate, i.reference_ids, i.facts,
       i.report_ids, i.review_status, i.withdrawn, f.date_precision, f.place_precision, f.people, f.groups, f.forces,
       f.figures, f.casualties, f.asserted_by, f.objective,
       i.killed_low, i.killed_high, i.injured_low, i.injured_high, i.count_low, i.count_high,
       cardinality(i.report_ids) AS reports, cardinality(i.reference_ids) AS cables, i.first_told, i.last_told,
       f.personnel, f.victims, i.figures AS told_figures, i.municipalities
FROM incidents_of(ARRAY(SELECT r FROM reports_at(incidents_at.position) AS r)) AS i
CROSS JOIN LATERAL read.fields_of(i.facts) AS f
$$;

CREATE OR REPLACE FUNCTION read.incidents_known(known date)
RETURNS SETOF read.incidents
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT i.incident_id, i.kind, f.subtype, f.status, i.date_start, i.date_end,
       CASE WHEN i.date_start IS NOT NULL THEN daterange(i.date_start, i.date_end, '[]') END AS event_date,
       i.states, f.places, i.cartels, i.operation, f.count,
       f.count_op, f.persons, f.killed, f.injured, f.items, f.certain, i.aggregate, i.reference_ids, i.facts,
       i.report_ids, i.review_status, i.withdrawn, f.date_precision, f.place_precision, f.people, f.groups, f.forces,
       f.figures, f.casualties, f.asserted_by, f.objective,
       i.killed_low, i.killed_high, i.injured_low, i.injured_high, i.count_low, i.count_high,
       cardinality(i.report_ids) AS reports, cardinality(i.reference_ids) AS cables, i.first_told, i.last_told,
       f.personnel, f.victims, i.figures AS told_figures, i.municipalities
FROM incidents_of(ARRAY(SELECT r FROM reports_known(incidents_known.known) AS r)) AS i
CROSS JOIN LATERAL read.fields_of(i.facts) AS f
$$;
