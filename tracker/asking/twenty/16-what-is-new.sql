-- What was told last, and what did it change?
-- The newest twenty developments, as the feeds tell them.
SELECT published_at, kind, report_kind, reference_id, cable_date::date, cartels, states, facts ->> 'passage' AS passage,
       facts_before ->> 'passage' AS passage_before, reason, withdrawn
FROM read.developments
ORDER BY position DESC
LIMIT 20;
