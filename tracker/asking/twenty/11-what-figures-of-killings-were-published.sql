-- What figures of killings were published for a place and period, and which of them differ?
-- One row a figure, those of the same place, period and victims together; none of them is in any sum of incidents.
SELECT states, period, victims, count_op, count, as_written, asserted_by, differs, latest, cable_date::date, reference_id
FROM read.homicide_figures
ORDER BY period_start, period_end, statistic, cable_date, report_id;
