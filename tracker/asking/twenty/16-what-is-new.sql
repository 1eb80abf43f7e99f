-- What was told last, and what did it change?
-- The newest twenty developments that feeds put before their readers; what was only read again or filled in later is `quiet`.
SELECT published_at, kind, report_kind, reference_id, cable_date::date, cartels, states, facts ->> 'passage' AS passage,
       facts_before ->> 'passage' AS passage_before, reason, withdrawn
FROM read.developments
WHERE NOT quiet
ORDER BY position DESC
LIMIT 20;
