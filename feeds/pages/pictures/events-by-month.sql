-- Events by month and kind
-- Each incident once, in the month in which it began; totals over periods and events without an exact month are left out.
SELECT to_char(month, 'YYYY-MM') AS month, kind, incidents AS events
FROM read.kind_months
ORDER BY month, kind;
