-- What was known of Operation Michoacan on 1 February 2007?
-- From the cables created by then alone; without the day, `read.operations` tells how it stands in the end.
SELECT name, status, status_as_of::date, launched, states, forces, personnel, personnel_now, arrested, arrested_range, seized,
       eradicated, totals_told, reference_ids
FROM read.operations_known('2007-02-01', 'michoacan');
