-- The operation that people say an operation is, by the decisions in force at a position of the log: of two the newer counts.
-- Run once in each set.
DROP FUNCTION operation_decided(text);
CREATE FUNCTION operation_decided(told text, at_position bigint DEFAULT 9223372036854775807)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    WITH RECURSIVE chain (slug, nth) AS (
        SELECT told, 0
        UNION ALL
        SELECT next.slug, c.nth + 1
        FROM chain c
        CROSS JOIN LATERAL (
            -- The name that stays is the first of the subjects.
            SELECT d.subjects[1] AS slug
            FROM decisions d
            WHERE d.act = 'merge'
              AND d.subject_kind = 'operation'
              AND d.position <= at_position
              AND (d.undone_position IS NULL OR d.undone_position > at_position)
              AND c.slug = ANY (d.subjects)
            ORDER BY d.position DESC
            LIMIT 1
        ) AS next
        -- Decisions can go round in a circle.
        WHERE next.slug <> c.slug AND c.nth < 10
    )
    SELECT c.slug FROM chain c ORDER BY c.nth DESC LIMIT 1
$$;

-- The operation that a report belongs to, by its codes and its words, as people have it.
DROP FUNCTION operation_told(jsonb, jsonb);
CREATE FUNCTION operation_told(report jsonb, facts jsonb, at_position bigint DEFAULT 9223372036854775807)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    -- No operation goes by what is left of an erased name.
    SELECT operation_decided(
        operation_of(report, CASE WHEN facts ->> 'operation_name' !~ '\u2588' THEN facts ->> 'operation_name' END),
        at_position
    )
$$;
