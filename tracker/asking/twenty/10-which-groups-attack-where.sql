-- Which groups attacked or were attacked, in which states, and whom did it hit?
-- A group's role is perpetrator, victim, target, arrested, member, leader or rival; the same attack counts for each group and state in it.
SELECT party ->> 'slug' AS cartel, party ->> 'role' AS role, state, count(DISTINCT incident_id) AS attacks,
       min(date_start) AS first, max(date_end) AS last
FROM read.incidents
CROSS JOIN jsonb_array_elements(groups) AS party
CROSS JOIN unnest(states) AS state
WHERE kind = 'attack' AND NOT aggregate AND NOT withdrawn
GROUP BY 1, 2, 3
ORDER BY attacks DESC, cartel, role, state;
