-- THE rule by which what groups have to do with incidents is summed for each: an incident once, however many cables tell of
-- it, and totals over periods apart. Run once in each set of read tables, without a search path of its own.
CREATE FUNCTION cartels_among(told cartel_incidents[])
RETURNS SETOF cartels
LANGUAGE sql
STABLE
AS $$
    WITH parts AS MATERIALIZED (
        SELECT t.* FROM unnest(told) AS t
    ), whole AS (
        SELECT p.slug,
               sum(cardinality(p.report_ids)) AS reports,
               count(*) FILTER (WHERE NOT p.is_total) AS incidents,
               min(p.date_start) FILTER (WHERE NOT p.is_total) AS first_event,
               max(p.date_end) FILTER (WHERE NOT p.is_total) AS last_event,
               count(*) FILTER (WHERE p.is_total) AS totals,
               min(p.first_mention) AS first_mention, max(p.last_mention) AS last_mention,
               (array_agg(p.first_reference_id ORDER BY p.first_mention NULLS LAST, p.first_reference_id COLLATE "C"))[1]
                   AS first_reference_id,
               (array_agg(p.last_reference_id ORDER BY p.last_mention DESC NULLS LAST, p.last_reference_id COLLATE "C"))[1]
                   AS last_reference_id,
               count(*) FILTER (WHERE p.kind = 'arrest' AND NOT p.is_total) AS arrests,
               coalesce(sum(p.arrested) FILTER (WHERE p.kind = 'arrest' AND NOT p.is_total), 0) AS arrested,
               count(*) FILTER (WHERE p.kind = 'seizure' AND NOT p.is_total) AS seizures,
               count(*) FILTER (WHERE p.kind = 'attack' AND NOT p.is_total) AS attacks
        FROM parts p
        GROUP BY p.slug
    ), cables AS (
        SELECT p.slug, count(DISTINCT reference_id) AS cables
        FROM parts p
        CROSS JOIN unnest(p.reference_ids) AS reference_id
        GROUP BY p.slug
    ), states AS (
        SELECT s.slug,
               array_agg(s.state ORDER BY s.state) AS states,
               jsonb_agg(
                   jsonb_build_object(
                       'state', s.state, 'incidents', s.incidents, 'first_event', s.first_event,
                       'last_event', s.last_event, 'last_mention', s.last_mention
                   ) ORDER BY s.state
               ) AS presence
        FROM (
            SELECT p.slug, state COLLATE "C" AS state, count(*) FILTER (WHERE NOT p.is_total) AS incidents,
                   min(p.date_start) FILTER (WHERE NOT p.is_total) AS first_event,
                   max(p.date_end) FILTER (WHERE NOT p.is_total) AS last_event,
                   max(p.last_mention) AS last_mention
            FROM parts p
            CROSS JOIN unnest(p.states) AS state
            GROUP BY p.slug, state COLLATE "C"
        ) AS s
        GROUP BY s.slug
    ), goods AS (
        SELECT g.slug,
               jsonb_agg(
                   jsonb_build_object(
                       'commodity', g.commodity, 'unit', g.unit, 'incidents', g.incidents, 'low', g.low,
                       'quantity', g.quantity, 'high', g.high, 'uncounted', g.uncounted
                   ) ORDER BY g.commodity, g.unit
               ) AS seized
        FROM (
            SELECT p.slug, good ->> 'commodity' COLLATE "C" AS commodity, good ->> 'unit' COLLATE "C" AS unit,
                   count(*) AS incidents,
                   trim_scale(sum(coalesce((good ->> 'low')::numeric, 0))) AS low,
                   -- Where only bounds are told ("dozens"), the least.
                   trim_scale(sum(coalesce((good ->> 'quantity')::numeric, (good ->> 'low')::numeric))) AS quantity,
                   -- A sum is bounded only where each quantity is.
                   CASE WHEN bool_and(good ->> 'high' IS NOT NULL)
                       THEN trim_scale(sum((good ->> 'high')::numeric)) END AS high,
                   count(*) FILTER (WHERE coalesce(good ->> 'quantity', good ->> 'low') IS NULL) AS uncounted
            FROM parts p
            CROSS JOIN jsonb_array_elements(p.goods) AS good
            WHERE NOT p.is_total
            GROUP BY p.slug, good ->> 'commodity' COLLATE "C", good ->> 'unit' COLLATE "C"
        ) AS g
        GROUP BY g.slug
    ), roles AS (
        SELECT r.slug,
               jsonb_agg(
                   jsonb_build_object(
                       'role', r.role, 'incidents', r.incidents,
                       'killed', jsonb_build_object(
                           'state', r.killed_state, 'criminals', r.killed_criminals, 'bystanders', r.killed_bystanders,
                           'unspecified', r.killed_unspecified
                       ),
                       'injured', jsonb_build_object(
                           'state', r.injured_state, 'criminals', r.injured_criminals,
                           'bystanders', r.injured_bystanders, 'unspecified', r.injured_unspecified
                       )
                   ) ORDER BY r.role
               ) AS attacks_by_role
        FROM (
            SELECT p.slug, p.role COLLATE "C" AS role, count(*) AS incidents,
                   coalesce(sum(p.killed_state), 0) AS killed_state, coalesce(sum(p.killed_criminals), 0) AS killed_criminals,
                   coalesce(sum(p.killed_bystanders), 0) AS killed_bystanders,
                   coalesce(sum(p.killed_unspecified), 0) AS killed_unspecified,
                   coalesce(sum(p.injured_state), 0) AS injured_state,
                   coalesce(sum(p.injured_criminals), 0) AS injured_criminals,
                   coalesce(sum(p.injured_bystanders), 0) AS injured_bystanders,
                   coalesce(sum(p.injured_unspecified), 0) AS injured_unspecified
            FROM parts p
            WHERE p.kind = 'attack' AND NOT p.is_total
            GROUP BY p.slug, p.role COLLATE "C"
        ) AS r
        GROUP BY r.slug
    )
    SELECT w.slug, w.reports, c.cables, w.incidents, w.first_event, w.last_event, coalesce(s.states, '{}'),
           w.totals, w.first_mention, w.last_mention, w.first_reference_id, w.last_reference_id,
           coalesce(s.presence, '[]'), w.arrests, w.arrested, w.seizures, coalesce(g.seized, '[]'), w.attacks, coalesce(r.attacks_by_role, '[]')
    FROM whole w
    LEFT JOIN cables c USING (slug)
    LEFT JOIN states s USING (slug)
    LEFT JOIN goods g USING (slug)
    LEFT JOIN roles r USING (slug)
$$;
