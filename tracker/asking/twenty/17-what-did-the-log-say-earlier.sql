-- What did the log say of the Sinaloa Cartel when it had 150 events?
-- Any earlier position will do; `tracker status` tells the newest, and each feed the one that it shows.
SELECT event_date, kind, states, persons, killed, reference_id, position, passage
FROM read.reports_at(150)
WHERE 'sinaloa' = ANY (cartels) AND NOT withdrawn
ORDER BY date_start, report_id;
