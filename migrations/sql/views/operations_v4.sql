-- Operations as of a position of the log or a day, of the reports that can belong to one alone: by the operation that they
-- name, or as the result of another report. Nearly all others are of none, and took nearly all of the time. %tables% is read_a or read_b.

CREATE OR REPLACE FUNCTION read.operations_at("position" bigint)
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
FROM operations_of(ARRAY(
    SELECT t FROM reports_at(operations_at.position) AS t WHERE t.operation IS NOT NULL OR t.facts -> 'result_of' <> 'null'
)) AS o
$$;

CREATE OR REPLACE FUNCTION read.operations_known(known date)
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
FROM operations_of(ARRAY(
    SELECT t FROM reports_known(operations_known.known) AS t WHERE t.operation IS NOT NULL OR t.facts -> 'result_of' <> 'null'
)) AS o
$$;
