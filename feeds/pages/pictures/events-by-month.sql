-- Events by month and kind
-- Each incident once, in the month in which it began; totals over periods and events without an exact month are left out.
SELECT to_char(date_start, 'YYYY-MM') AS month, kind, count(*) AS events
FROM read.incidents
WHERE NOT withdrawn AND NOT aggregate AND kind <> 'homicide_count'
  AND date_precision IN ('day', 'week', 'part-of-month', 'month')
GROUP BY month, kind
ORDER BY month, kind;
