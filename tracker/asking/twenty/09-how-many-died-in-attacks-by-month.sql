-- How many attacks do cables report by month, and how many died in them?
-- Attacks whose killed nobody told are counted apart, since they are not attacks without dead. Published figures of killings
-- (`read.homicide_figures`) count far more than the attacks that a cable finds worth telling.
SELECT date_trunc('month', date_start)::date AS month, count(*) AS attacks, sum(killed) AS killed,
       count(*) FILTER (WHERE killed IS NULL) AS killed_not_told
FROM read.incidents
WHERE kind = 'attack' AND NOT aggregate AND NOT withdrawn
GROUP BY 1
ORDER BY 1;
