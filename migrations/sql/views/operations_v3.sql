-- How operations stand. The views run with the owner's rights; %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.operations AS
SELECT coalesce(r.slug, o.slug) AS slug, coalesce(r.name, o.name) AS name,
       coalesce(o.aliases, r.aliases, '{}') AS aliases,
       o.status, o.status_as_of, o.launched, coalesce(o.states, r.states) AS states, o.personnel,
       coalesce(o.reports, 0) AS reports, coalesce(o.cables, 0) AS cables,
       coalesce(o.status_history, '[]') AS status_history, o.launched_precision, o.ended,
       coalesce(o.municipalities, '{}') AS municipalities, coalesce(o.forces, '{}') AS forces,
       coalesce(o.cartels, '{}') AS cartels, o.personnel_range, o.personnel_now, o.personnel_now_range,
       coalesce(o.personnel_told, '[]') AS personnel_told, o.objective,
       coalesce(o.arrest_incidents, 0) AS arrest_incidents, coalesce(o.arrested, 0) AS arrested,
       coalesce(o.arrested_range, int8range(0, 0, '[]')) AS arrested_range, coalesce(o.seized, '[]') AS seized,
       coalesce(o.hectares_eradicated, 0) AS hectares_eradicated, coalesce(o.eradicated, '[]') AS eradicated,
       coalesce(o.attack_incidents, 0) AS attack_incidents, coalesce(o.attack_killed, 0) AS attack_killed,
       coalesce(o.totals_told, '[]') AS totals_told, coalesce(o.reference_ids, '{}') AS reference_ids,
       coalesce(o.sources, '[]') AS sources, coalesce(o.report_ids, '{}') AS report_ids,
       coalesce(o.incident_ids, '{}') AS incident_ids, o.last_told
FROM (SELECT * FROM %tables%.registers WHERE register = 'operation') AS r
FULL JOIN %tables%.operations o ON o.slug = r.slug;
COMMENT ON COLUMN read.operations.aliases IS 'Other names that it is known by or that cables print.';
COMMENT ON COLUMN read.operations.status IS
    'As last reported by when it happened: launched, reinforced or ended; planned only while no cable tells that it began.';
COMMENT ON COLUMN read.operations.status_as_of IS 'Date of the cable that tells that status.';
COMMENT ON COLUMN read.operations.personnel IS 'People sent at the launch, as the newest cable tells.';
COMMENT ON COLUMN read.operations.status_history IS
    'Every telling of its status by date: status, date_start, date_end, date_precision, personnel, certain, reference_id, cable_date, report_id, incident_id, review_status.';
COMMENT ON COLUMN read.operations.launched_precision IS 'How exactly the text fixes the day of launch: day, week, part-of-month, month, year or period.';
COMMENT ON COLUMN read.operations.ended IS 'Last day that a report gives for its end, of one that has ended.';
COMMENT ON COLUMN read.operations.municipalities IS 'INEGI''s codes of the municipalities where reports place it.';
COMMENT ON COLUMN read.operations.forces IS 'Agencies sent, in the codebook''s words: army, navy, federal-police ...';
COMMENT ON COLUMN read.operations.cartels IS 'Slugs of the groups that reports of it and of its results name.';
COMMENT ON COLUMN read.operations.personnel_range IS 'From the least to the greatest figure told of the launch; without an end where a figure is open.';
COMMENT ON COLUMN read.operations.personnel_now IS
    'People sent so far: the launch and every reinforcement, or the last total told and those after it; null when ended or not told.';
COMMENT ON COLUMN read.operations.personnel_now_range IS 'The same from all least to all greatest figures told.';
COMMENT ON COLUMN read.operations.personnel_told IS
    'What that rests on: part (first, further, total), told_on, people, low, high, counts_now, and the tellings with reference_id and as_written.';
COMMENT ON COLUMN read.operations.objective IS 'What it is for, in the words of the newest cable that tells.';
COMMENT ON COLUMN read.operations.arrest_incidents IS 'Incidents of arrests that are its results.';
COMMENT ON COLUMN read.operations.arrested IS 'People arrested in those, each incident once; totals over periods are in totals_told alone.';
COMMENT ON COLUMN read.operations.arrested_range IS 'The same at least and at most; without an end where a figure is open or only names are told.';
COMMENT ON COLUMN read.operations.seized IS 'Goods seized, each incident once: commodity, unit, quantity, low, high, incidents.';
COMMENT ON COLUMN read.operations.hectares_eradicated IS 'Hectares of drug crops destroyed, each incident once.';
COMMENT ON COLUMN read.operations.eradicated IS 'Drug crops destroyed, also those counted in fields or plants: commodity, unit, quantity, low, high, incidents.';
COMMENT ON COLUMN read.operations.attack_incidents IS 'Incidents of attacks told as part of it: on its forces, or clashes with them.';
COMMENT ON COLUMN read.operations.attack_killed IS 'Killed in those on all sides, as far as told.';
COMMENT ON COLUMN read.operations.totals_told IS
    'Totals over periods that cables tell of its results, which no sum of incidents contains: kind, dates, figures, reference_id, cable_date, report_id.';
COMMENT ON COLUMN read.operations.reference_ids IS 'The cables that tell of it.';
COMMENT ON COLUMN read.operations.sources IS 'Each report of it: reference_id, kind, report_id, paragraphs.';
COMMENT ON COLUMN read.operations.report_ids IS 'The same reports.';
COMMENT ON COLUMN read.operations.incident_ids IS 'The incidents that they are about.';
COMMENT ON COLUMN read.operations.last_told IS 'Date of the newest cable that tells of it.';

CREATE FUNCTION read.operations_at("position" bigint)
RETURNS SETOF read.operations
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT o.slug, o.name, o.aliases, o.status, o.status_as_of, o.launched, o.states, o.personnel, o.reports, o.cables,
       o.status_history, o.launched_precision, o.ended, o.municipalities, o.forces, o.cartels, o.personnel_range,
       o.personnel_now, o.personnel_now_range, o.personnel_told, o.objective, o.arrest_incidents, o.arrested,
       o.arrested_range, o.seized, o.hectares_eradicated, o.eradicated, o.attack_incidents, o.attack_killed, o.totals_told,
       o.reference_ids, o.sources, o.report_ids, o.incident_ids, o.last_told
FROM operations_of(ARRAY(SELECT t FROM reports_at(operations_at.position) AS t)) AS o
$$;
COMMENT ON FUNCTION read.operations_at(bigint) IS
    'read.operations as today''s rules make them of the log up to a position: those that reports tell of.';

CREATE FUNCTION read.operations_known(known date)
RETURNS SETOF read.operations
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT o.slug, o.name, o.aliases, o.status, o.status_as_of, o.launched, o.states, o.personnel, o.reports, o.cables,
       o.status_history, o.launched_precision, o.ended, o.municipalities, o.forces, o.cartels, o.personnel_range,
       o.personnel_now, o.personnel_now_range, o.personnel_told, o.objective, o.arrest_incidents, o.arrested,
       o.arrested_range, o.seized, o.hectares_eradicated, o.eradicated, o.attack_incidents, o.attack_killed, o.totals_told,
       o.reference_ids, o.sources, o.report_ids, o.incident_ids, o.last_told
FROM operations_of(ARRAY(SELECT t FROM reports_known(operations_known.known) AS t)) AS o
$$;
COMMENT ON FUNCTION read.operations_known(date) IS
    'read.operations as the cables created by a day (in UTC) tell them, with today''s incidents: those that reports tell of.';
