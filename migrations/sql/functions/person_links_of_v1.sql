-- What a mention can be held together with others by: one part of the name with a strong fact (the same cable, the same
-- incident, an alias in common), and two with any other. Mentions without a link in common are never one person.
CREATE FUNCTION person_links_of(tokens text[], facts text[])
RETURNS TABLE (link text, strong boolean)
LANGUAGE sql
IMMUTABLE
AS $$
    WITH parts AS (
        SELECT DISTINCT part FROM unnest(tokens) AS part
    ), second AS (
        SELECT fact, fact ~ '^(cable|incident|alias):' AS strong FROM unnest(facts) AS fact
    )
    SELECT one.part || ' ' || other.part || '|' || fact, false
    FROM parts one
    JOIN parts other ON one.part COLLATE "C" < other.part
    CROSS JOIN second
    WHERE NOT strong
    UNION ALL
    SELECT part || '|' || fact, true
    FROM parts
    CROSS JOIN second
    WHERE strong
$$;
