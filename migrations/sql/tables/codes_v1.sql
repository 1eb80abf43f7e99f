-- What the rules of the read models share: reports as rows, and official codes of the places that they tell. Run once in
-- `read_a` and once in `read_b` (by search_path).

-- The reports given, as rows. Volatile so that it stays a function of many rows to the planner: of an array it would take few
-- for granted, and join a rebuild's thousands in nested loops.
CREATE FUNCTION each_of(told reports[])
RETURNS SETOF reports
LANGUAGE sql
VOLATILE
ROWS 1000000
AS $$
    SELECT t.* FROM unnest(told) AS t
$$;

CREATE INDEX registers_aliases ON registers USING gin (aliases) WHERE register = 'municipality';

-- INEGI's codes of the municipalities that places (a list of state and city) name; none of one that is not known by that name.
CREATE FUNCTION municipalities_of(places jsonb)
RETURNS SETOF text
LANGUAGE sql
STABLE
AS $$
    SELECT found.slug
    FROM jsonb_array_elements(places) AS p (place)
    CROSS JOIN LATERAL (
        SELECT r.slug
        FROM registers r
        WHERE r.register = 'municipality'
          AND r.aliases @> ARRAY[replace(p.place ->> 'city', '-', ' ')]
          AND r.states[1] = p.place ->> 'state'
        -- Places are few, which the planner does not know: by the index for each, never all that there are.
        OFFSET 0
    ) AS found
$$;
