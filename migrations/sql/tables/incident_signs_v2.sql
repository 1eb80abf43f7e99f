-- Where in its cable a report is told: the opening paragraph sums up what the later ones tell. Run once in each set of read
-- tables.

ALTER TABLE incident_signs
    -- opening: in the first paragraph alone; later: behind it alone; null where it is told in both.
    ADD COLUMN part text;

-- The signs of a report; none where it does not stand.
CREATE OR REPLACE FUNCTION signs_of(told reports)
RETURNS SETOF incident_signs
LANGUAGE sql
STABLE
AS $$
    SELECT
        told.report_id,
        told.reference_id,
        told.report_id,
        told.cable_date,
        told.kind,
        told.aggregate OR told.kind = 'homicide_count',
        told.date_start,
        told.date_end,
        array_remove(array_remove(told.states, 'MX'), 'US'),
        ARRAY(
            SELECT DISTINCT (p ->> 'state') || '/' || folded_name(p ->> 'city')
            FROM jsonb_array_elements(told.facts -> 'places') AS p
            WHERE p ->> 'city' IS NOT NULL
            ORDER BY 1
        ),
        told.cartels,
        ARRAY(SELECT jsonb_array_elements_text(told.facts -> 'agencies')),
        ARRAY(
            SELECT DISTINCT folded_name(name)
            FROM (
                SELECT jsonb_array_elements_text(told.facts -> 'persons') AS name
                UNION ALL
                SELECT p ->> 'name'
                FROM jsonb_array_elements(told.facts -> 'people') AS p
                WHERE p ->> 'role' IN ('arrested', 'victim', 'target')
            ) AS n
            WHERE folded_name(name) <> '' AND name !~ '\u2588'
            ORDER BY 1
        ),
        ARRAY(
            SELECT DISTINCT folded_name(a)
            FROM jsonb_array_elements(told.facts -> 'people') AS p
            CROSS JOIN jsonb_array_elements_text(p -> 'aliases') AS a
            WHERE p ->> 'role' IN ('arrested', 'victim', 'target') AND folded_name(a) <> '' AND a !~ '\u2588'
            ORDER BY 1
        ),
        told.facts ->> 'subtype',
        told.facts ->> 'status',
        told.operation,
        told.facts ->> 'victims',
        figure_range(
            (told.facts ->> 'killed')::numeric, comparison_of(told.facts, 'killed', told.facts ->> 'killed')
        ),
        figure_range(
            (told.facts ->> 'injured')::numeric, comparison_of(told.facts, 'injured', told.facts ->> 'injured')
        ),
        figure_range((told.facts ->> 'count')::numeric, told.facts ->> 'count_op'),
        figure_range(
            (told.facts ->> 'personnel')::numeric, comparison_of(told.facts, 'personnel', told.facts ->> 'personnel')
        ),
        coalesce(goods.kinds, '{}'),
        coalesce(goods.amounts, '{}'),
        CASE
            WHEN told.facts -> 'paragraphs' = '["1"]' THEN 'opening'
            WHEN NOT told.facts -> 'paragraphs' ? '1' AND told.facts -> 'paragraphs' <> '[]' THEN 'later'
        END
    FROM (
        SELECT array_agg(g.kind ORDER BY g.kind COLLATE "C") AS kinds, array_agg(g.amount ORDER BY g.kind COLLATE "C") AS amounts
        FROM (
            SELECT i.what || coalesce('/' || i.unit, '') AS kind, figure_range(sum(i.quantity), max(i.op)) AS amount
            FROM (
                SELECT
                    item ->> 'what' AS what,
                    CASE item ->> 'unit' WHEN 't' THEN 'kg' ELSE item ->> 'unit' END AS unit,
                    CASE item ->> 'unit' WHEN 't' THEN 1000 ELSE 1 END * (item ->> 'quantity')::numeric AS quantity,
                    item ->> 'op' AS op
                FROM jsonb_array_elements(told.facts -> 'items') AS item
            ) AS i
            GROUP BY i.what, i.unit
        ) AS g
    ) AS goods
    WHERE NOT told.withdrawn
$$;
