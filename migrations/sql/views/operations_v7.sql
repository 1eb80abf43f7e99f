-- What was known of operations on a day: of all, and of one without what is told of the others. Which reports an operation is
-- made of is looked up, and not found out of all reports anew: a cable's reports are known on the same day, so that the
-- operation of each is today's. %tables% is read_a or read_b.

CREATE FUNCTION read.operations_known(known date, operation text)
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
    SELECT r
    FROM reports_known(operations_known.known) AS r
    WHERE r.report_id = ANY (ARRAY(
        SELECT k.report_id
        FROM operation_reports k
        WHERE operations_known.operation IS NULL OR k.slug = operations_known.operation
    ))
)) AS o
$$;
COMMENT ON FUNCTION read.operations_known(date, text) IS
    'One of read.operations_known(date), by its slug: sooner than to look for it among all.';

CREATE OR REPLACE FUNCTION read.operations_known(known date)
RETURNS SETOF read.operations
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT o.* FROM read.operations_known(operations_known.known, NULL) AS o
$$;
