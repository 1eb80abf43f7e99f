-- In which attacks were police, soldiers or officials killed?
-- Of each kind of victim the highest figure of an attack: a figure that counts some of those of another (`part`) is left out.
SELECT event_date, states, cartels,
       max((figure ->> 'value')::numeric) FILTER (WHERE figure ->> 'category' = 'police') AS police,
       max((figure ->> 'value')::numeric) FILTER (WHERE figure ->> 'category' = 'military') AS soldiers,
       max((figure ->> 'value')::numeric) FILTER (WHERE figure ->> 'category' = 'officials') AS officials,
       persons, reference_ids
FROM read.incidents
CROSS JOIN jsonb_array_elements(casualties) AS figure
WHERE kind = 'attack' AND NOT aggregate AND NOT withdrawn
  AND figure ->> 'measure' = 'killed' AND figure ->> 'side' = 'state' AND NOT (figure ->> 'part')::boolean
GROUP BY incident_id, event_date, states, cartels, persons, reference_ids
ORDER BY lower(event_date), incident_id;
