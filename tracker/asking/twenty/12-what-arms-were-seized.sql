-- What arms were seized, when and where, and from whom?
SELECT event_date, states, cartels, commodity, quantity, comparison, unit, as_written, agencies, operation, reference_ids
FROM read.seizures
WHERE commodity IN ('firearms', 'ammunition', 'grenades', 'explosives')
ORDER BY date_start, incident_id, commodity;
