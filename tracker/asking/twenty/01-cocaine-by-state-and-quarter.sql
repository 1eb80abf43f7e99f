-- How much cocaine was seized, by state and quarter?
-- In kilograms, each incident once; where amounts are told differently, or with "more than", what it is at least stands beside
-- it. What was seized in two states stands under both names together. Totals over a period are in `read.seizure_totals`,
-- since they would count the same goods again.
SELECT array_to_string(states, ', ') AS states, date_trunc('quarter', date_start)::date AS quarter,
       sum(quantity) AS kilograms, sum(quantity_low) AS at_least, count(*) AS seizures,
       array_agg(DISTINCT reference_ids[1] ORDER BY reference_ids[1]) AS first_told_in
FROM read.seizures
WHERE commodity = 'cocaine' AND unit = 'kg'
GROUP BY 1, 2
ORDER BY 1, 2;
