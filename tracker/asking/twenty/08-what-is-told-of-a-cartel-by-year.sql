-- What do cables tell of the Sinaloa Cartel, by year?
-- Change the slug to ask of another group; `read.cartels` lists them with all their names.
SELECT extract(year FROM date_start)::integer AS year, kind, count(*) AS incidents, sum(killed) AS killed
FROM read.incidents
WHERE 'sinaloa' = ANY (cartels) AND kind <> 'homicide_count' AND NOT aggregate AND NOT withdrawn
GROUP BY 1, 2
ORDER BY 1, 2;
