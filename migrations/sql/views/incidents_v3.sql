-- Incidents of several reports, their pairs, their figures, and incidents as of a position or a day. The views run with the
-- owner's rights; %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.incidents AS
SELECT i.incident_id, i.kind, f.subtype, f.status, i.date_start, i.date_end,
       daterange(i.date_start, i.date_end, '[]') AS event_date, i.states, f.places, i.cartels, i.operation, f.count,
       f.count_op, f.persons, f.killed, f.injured, f.items, f.certain, i.aggregate, i.reference_ids, i.facts,
       i.report_ids, i.review_status, i.withdrawn, f.date_precision, f.place_precision, f.people, f.groups, f.forces,
       f.figures, f.casualties, f.asserted_by COLLATE "C" AS asserted_by, f.objective,
       i.killed_low, i.killed_high, i.injured_low, i.injured_high, i.count_low, i.count_high,
       cardinality(i.report_ids) AS reports, cardinality(i.reference_ids) AS cables, i.first_told, i.last_told,
       f.personnel, f.victims, i.figures AS told_figures, i.municipalities
FROM %tables%.incidents i
CROSS JOIN LATERAL read.fields_of(i.facts) AS f;
COMMENT ON VIEW read.incidents IS
    'Real events, each with all reports about it, in one cable or in several; what they tell differently is in read.disagreements.';
COMMENT ON COLUMN read.incidents.incident_id IS
    'The report id of its earliest report, by the cable''s date; read.incident_ids leads from every id that it had before.';
COMMENT ON COLUMN read.incidents.date_start IS 'First day of the most exact interval that a report gives.';
COMMENT ON COLUMN read.incidents.places IS 'Where it happened, as the report says that tells it most exactly: a list of state and, where told, city.';
COMMENT ON COLUMN read.incidents.cartels IS 'Slugs of the groups that any report names.';
COMMENT ON COLUMN read.incidents.count IS
    'How many arrested, kidnapped, or counted as killed. Of figures told differently this is best: what somebody has checked, then what the newest cable tells, then a bare figure before a compared one.';
COMMENT ON COLUMN read.incidents.killed IS 'Killed on all sides; null when not told. Of figures told differently the best, as for count.';
COMMENT ON COLUMN read.incidents.injured IS 'Injured on all sides; null when not told. Of figures told differently the best, as for count.';
COMMENT ON COLUMN read.incidents.items IS 'Goods or crops: what, quantity (a decimal string), unit, op; of several reports the best of each, as for count.';
COMMENT ON COLUMN read.incidents.certain IS 'False where every report hedges.';
COMMENT ON COLUMN read.incidents.facts IS 'All fields of the codebook as one JSON object, as its reports tell them together.';
COMMENT ON COLUMN read.incidents.review_status IS 'machine: a report of it has been checked by nobody; confirmed or corrected: all have been.';
COMMENT ON COLUMN read.incidents.killed_low IS 'The least that any mention allows; null where none tells or one leaves it open.';
COMMENT ON COLUMN read.incidents.killed_high IS 'The most that any mention allows; null where none tells or one leaves it open.';
COMMENT ON COLUMN read.incidents.injured_low IS 'The least that any mention allows, as for killed.';
COMMENT ON COLUMN read.incidents.injured_high IS 'The most that any mention allows, as for killed.';
COMMENT ON COLUMN read.incidents.count_low IS 'The least that any mention allows, as for killed.';
COMMENT ON COLUMN read.incidents.count_high IS 'The most that any mention allows, as for killed.';
COMMENT ON COLUMN read.incidents.reports IS 'How many reports tell it.';
COMMENT ON COLUMN read.incidents.cables IS 'How many cables tell it.';
COMMENT ON COLUMN read.incidents.first_told IS 'Date of the first cable that tells it.';
COMMENT ON COLUMN read.incidents.last_told IS 'Date of the last cable that tells it.';
COMMENT ON COLUMN read.incidents.personnel IS 'People sent, of an operation; of figures told differently the best, as for count.';
COMMENT ON COLUMN read.incidents.victims IS 'Whose deaths a figure counts, when not everybody''s.';
COMMENT ON COLUMN read.incidents.municipalities IS 'INEGI''s codes of the municipalities where it happened.';
COMMENT ON COLUMN read.incidents.told_figures IS 'All figures as read.incident_figures has them, as one JSON array.';

CREATE OR REPLACE VIEW read.incident_figures AS
SELECT i.incident_id, i.kind, f.measure, f.what, f.unit, f.low, f.best, f.high, f.comparison, f.asserted_by, f.known_since,
       f.report_ids
FROM %tables%.incidents i
CROSS JOIN LATERAL jsonb_to_recordset(i.figures) AS f (
    measure text, what text, unit text, low numeric, best numeric, high numeric, comparison text, asserted_by text[],
    known_since timestamptz, report_ids uuid[]
);
COMMENT ON VIEW read.incident_figures IS 'Every figure of every incident: the least, the best and the most that its reports tell, who says so, and since when.';
COMMENT ON COLUMN read.incident_figures.incident_id IS 'The incident.';
COMMENT ON COLUMN read.incident_figures.kind IS 'Its kind.';
COMMENT ON COLUMN read.incident_figures.measure IS 'killed, injured, count (arrested, kidnapped or counted as killed), personnel or quantity (of goods or crops).';
COMMENT ON COLUMN read.incident_figures.what IS 'Of a quantity: of what.';
COMMENT ON COLUMN read.incident_figures.unit IS 'Of a quantity: its unit; tons are kg here.';
COMMENT ON COLUMN read.incident_figures.low IS 'The least that any mention allows; null where one leaves it open.';
COMMENT ON COLUMN read.incident_figures.best IS 'What somebody has checked; else what the newest cable tells, a bare figure before a compared one; null where only words tell it.';
COMMENT ON COLUMN read.incident_figures.high IS 'The most that any mention allows; null where one leaves it open.';
COMMENT ON COLUMN read.incident_figures.comparison IS 'How the printed figure relates to best: > < ~ >= <=; null for a bare figure.';
COMMENT ON COLUMN read.incident_figures.asserted_by IS 'Who says the best figure, as the cables tell: post, government, press or contact; empty where none is told.';
COMMENT ON COLUMN read.incident_figures.known_since IS 'Date of the first cable that tells the best figure.';
COMMENT ON COLUMN read.incident_figures.report_ids IS 'The reports that tell the best figure.';

CREATE OR REPLACE VIEW read.incident_pairs AS
SELECT p.report_a, p.report_b, a.incident_id, p.score, p.reasons
FROM %tables%.incident_pairs p
JOIN %tables%.reports a ON a.report_id = p.report_a
JOIN %tables%.reports b ON b.report_id = p.report_b AND b.incident_id = a.incident_id;
COMMENT ON VIEW read.incident_pairs IS 'Why reports are one incident: each pair of them that was joined, with its score and what it rests on.';
COMMENT ON COLUMN read.incident_pairs.report_a IS 'The one report.';
COMMENT ON COLUMN read.incident_pairs.report_b IS 'The other report.';
COMMENT ON COLUMN read.incident_pairs.incident_id IS 'Their incident.';
COMMENT ON COLUMN read.incident_pairs.score IS 'The sum of the weights; 7 join two reports, 1000 is a decision by people.';
COMMENT ON COLUMN read.incident_pairs.reasons IS 'What speaks for and against it, with its weight.';

CREATE OR REPLACE VIEW read.incident_ids AS
SELECT r.report_id AS former_id, r.incident_id
FROM %tables%.reports r;
COMMENT ON VIEW read.incident_ids IS 'Where every id leads that an incident has or ever had: an incident has the id of one of its reports.';
COMMENT ON COLUMN read.incident_ids.former_id IS 'An id that an incident has, had, or could have had: that of a report.';
COMMENT ON COLUMN read.incident_ids.incident_id IS 'The incident that it leads to now.';

CREATE OR REPLACE FUNCTION read.incidents_at("position" bigint)
RETURNS SETOF read.incidents
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT i.incident_id, i.kind, f.subtype, f.status, i.date_start, i.date_end,
       daterange(i.date_start, i.date_end, '[]') AS event_date, i.states, f.places, i.cartels, i.operation, f.count,
       f.count_op, f.persons, f.killed, f.injured, f.items, f.certain, i.aggregate, i.reference_ids, i.facts,
       i.report_ids, i.review_status, i.withdrawn, f.date_precision, f.place_precision, f.people, f.groups, f.forces,
       f.figures, f.casualties, f.asserted_by, f.objective,
       i.killed_low, i.killed_high, i.injured_low, i.injured_high, i.count_low, i.count_high,
       cardinality(i.report_ids) AS reports, cardinality(i.reference_ids) AS cables, i.first_told, i.last_told,
       f.personnel, f.victims, i.figures AS told_figures, i.municipalities
FROM incidents_of(ARRAY(SELECT r FROM reports_at(incidents_at.position) AS r)) AS i
CROSS JOIN LATERAL read.fields_of(i.facts) AS f
$$;
COMMENT ON FUNCTION read.incidents_at(bigint) IS
    'read.incidents as today''s rules make them of the log up to a position; what was erased since is not there.';

CREATE OR REPLACE FUNCTION read.incidents_known(known date)
RETURNS SETOF read.incidents
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT i.incident_id, i.kind, f.subtype, f.status, i.date_start, i.date_end,
       daterange(i.date_start, i.date_end, '[]') AS event_date, i.states, f.places, i.cartels, i.operation, f.count,
       f.count_op, f.persons, f.killed, f.injured, f.items, f.certain, i.aggregate, i.reference_ids, i.facts,
       i.report_ids, i.review_status, i.withdrawn, f.date_precision, f.place_precision, f.people, f.groups, f.forces,
       f.figures, f.casualties, f.asserted_by, f.objective,
       i.killed_low, i.killed_high, i.injured_low, i.injured_high, i.count_low, i.count_high,
       cardinality(i.report_ids) AS reports, cardinality(i.reference_ids) AS cables, i.first_told, i.last_told,
       f.personnel, f.victims, i.figures AS told_figures, i.municipalities
FROM incidents_of(ARRAY(SELECT r FROM reports_known(incidents_known.known) AS r)) AS i
CROSS JOIN LATERAL read.fields_of(i.facts) AS f
$$;
COMMENT ON FUNCTION read.incidents_known(date) IS
    'read.incidents, by today''s ids, as the cables tell them that were created by a day (in UTC).';
