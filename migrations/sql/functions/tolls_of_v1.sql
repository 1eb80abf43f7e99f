-- How many were killed and injured on each side, as one report tells: of the first mention that gives figures. A figure that
-- counts some of those of another is its side's where that side has no other; who is left of the total is unspecified. No row
-- for what the report does not count.
CREATE FUNCTION tolls_of(facts jsonb)
RETURNS TABLE (
    measure text, total numeric, is_compared boolean, state numeric, criminals numeric, bystanders numeric,
    unspecified numeric
)
LANGUAGE sql
IMMUTABLE
AS $$
    WITH figures AS (
        SELECT f.figure ->> 'measure' AS measure, (f.figure ->> 'mention')::integer AS mention, f.figure ->> 'side' AS side,
               (f.figure ->> 'part')::boolean AS is_part, (f.figure ->> 'value')::numeric AS value,
               f.figure ->> 'comparison' IS NOT NULL AS is_compared
        FROM jsonb_array_elements(facts -> 'figures') AS f (figure)
        WHERE f.figure ->> 'measure' IN ('killed', 'injured') AND f.figure ->> 'value' IS NOT NULL
    ), first_told AS (
        SELECT f.* FROM figures f WHERE f.mention = (SELECT min(o.mention) FROM figures o WHERE o.measure = f.measure)
    ), sides AS (
        SELECT f.measure, f.side,
               coalesce(sum(f.value) FILTER (WHERE NOT f.is_part), sum(f.value) FILTER (WHERE f.is_part)) AS value
        FROM first_told f
        WHERE f.side <> 'unspecified'
        GROUP BY f.measure, f.side
    ), counted AS (
        SELECT m.measure,
               coalesce((facts ->> m.measure)::numeric, told.total) AS total,
               coalesce(told.is_compared, false) AS is_compared,
               sum(s.value) FILTER (WHERE s.side = 'state') AS state,
               sum(s.value) FILTER (WHERE s.side = 'criminals') AS criminals,
               sum(s.value) FILTER (WHERE s.side = 'bystanders') AS bystanders
        FROM (VALUES ('killed'), ('injured')) AS m (measure)
        LEFT JOIN (
            SELECT f.measure, sum(f.value) FILTER (WHERE NOT f.is_part) AS total, bool_or(f.is_compared) AS is_compared
            FROM first_told f
            GROUP BY f.measure
        ) AS told USING (measure)
        LEFT JOIN sides s USING (measure)
        GROUP BY m.measure, told.total, told.is_compared
    )
    SELECT c.measure, c.total, c.is_compared, coalesce(c.state, 0), coalesce(c.criminals, 0), coalesce(c.bystanders, 0),
           greatest(c.total - coalesce(c.state, 0) - coalesce(c.criminals, 0) - coalesce(c.bystanders, 0), 0)
    FROM counted c
    WHERE c.total IS NOT NULL
$$;
