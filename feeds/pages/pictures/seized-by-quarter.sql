-- Seizures by quarter and commodity
-- How many incidents of seizure, by what was taken: quantities of different goods cannot be added. Totals over periods are left out.
SELECT to_char(date_start, 'YYYY"-Q"Q') AS quarter, commodity, count(DISTINCT incident_id) AS seizures
FROM read.seizures
WHERE date_start IS NOT NULL
GROUP BY quarter, commodity
ORDER BY quarter, commodity;
