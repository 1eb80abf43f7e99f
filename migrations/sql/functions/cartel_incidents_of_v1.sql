-- THE rule by which whole report rows tell what groups have to do with incidents: a row for each group and incident, from all
-- reports of the incident. Run once in each set of read tables, without a search path of its own.
--
-- Of figures told differently the best is that of a report that somebody checked before one read by machine, of the newest
-- cable, exact before compared, of the more exact date, then by report id.
CREATE FUNCTION cartel_incidents_of(told reports[])
RETURNS SETOF cartel_incidents
LANGUAGE sql
STABLE
AS $$
    WITH standing AS MATERIALIZED (
        SELECT t.*, t.date_end - t.date_start AS days FROM unnest(told) AS t WHERE NOT t.withdrawn
    ), named AS (
        SELECT slug, s.*
        FROM standing s
        CROSS JOIN LATERAL (SELECT DISTINCT cartel AS slug FROM unnest(s.cartels) AS cartel) AS c
    ), tolls AS (
        SELECT DISTINCT ON (s.incident_id, t.measure) s.incident_id, t.*
        FROM standing s
        CROSS JOIN LATERAL tolls_of(s.facts) AS t
        WHERE s.kind = 'attack'
        ORDER BY s.incident_id, t.measure, s.review_status = 'machine', s.cable_date DESC NULLS LAST, t.is_compared,
                 s.days NULLS LAST, s.report_id
    ), arrested AS (
        SELECT DISTINCT ON (s.incident_id) s.incident_id, coalesce(told.count, nullif(told.named, 0)) AS count
        FROM standing s
        CROSS JOIN LATERAL (
            SELECT (s.facts ->> 'count')::numeric AS count, jsonb_array_length(s.facts -> 'persons') AS named
        ) AS told
        WHERE s.kind = 'arrest'
        ORDER BY s.incident_id, coalesce(told.count, nullif(told.named, 0)) IS NULL, told.count IS NULL,
                 s.review_status = 'machine', s.cable_date DESC NULLS LAST, s.facts ->> 'count_op' IS NOT NULL,
                 s.days NULLS LAST, s.report_id
    ), parts AS (
        -- The part that most tells of a group: who attacks is no mere member.
        SELECT s.incident_id, p.part ->> 'slug' AS slug,
               (array_agg(
                   p.part ->> 'role'
                   ORDER BY array_position('{perpetrator,victim,rival,target,member}', p.part ->> 'role')
               ))[1] AS role
        FROM standing s
        CROSS JOIN LATERAL jsonb_array_elements(s.facts -> 'groups') AS p (part)
        WHERE s.kind = 'attack'
        GROUP BY s.incident_id, p.part ->> 'slug'
    ), goods AS (
        SELECT g.incident_id, jsonb_agg(
                   jsonb_build_object(
                       'commodity', g.commodity, 'unit', g.unit, 'low', g.quantity_low, 'quantity', g.quantity,
                       'high', g.quantity_high
                   ) ORDER BY g.commodity COLLATE "C", g.unit COLLATE "C"
               ) AS list
        FROM goods_of(told) AS g
        WHERE g.kind = 'seizure'
        GROUP BY g.incident_id
    ), dated AS (
        -- Of the dates that are told the most exact.
        SELECT DISTINCT ON (s.incident_id) s.incident_id, s.date_start, s.date_end
        FROM standing s
        WHERE s.date_start IS NOT NULL
        ORDER BY s.incident_id, s.review_status = 'machine', s.days, s.cable_date DESC NULLS LAST, s.report_id
    ), gathered AS (
        SELECT n.slug, n.incident_id, min(n.kind) AS kind, bool_and(n.aggregate OR n.kind = 'homicide_count') AS is_total,
               array_agg(DISTINCT state COLLATE "C" ORDER BY state COLLATE "C")
                   FILTER (WHERE state IS NOT NULL) AS states,
               array_agg(DISTINCT n.report_id ORDER BY n.report_id) AS report_ids,
               array_agg(DISTINCT n.reference_id COLLATE "C" ORDER BY n.reference_id COLLATE "C") AS reference_ids,
               min(n.cable_date) AS first_mention, max(n.cable_date) AS last_mention,
               (array_agg(n.reference_id ORDER BY n.cable_date NULLS LAST, n.reference_id COLLATE "C"))[1]
                   AS first_reference_id,
               (array_agg(n.reference_id ORDER BY n.cable_date DESC NULLS LAST, n.reference_id COLLATE "C"))[1]
                   AS last_reference_id
        FROM named n
        LEFT JOIN LATERAL unnest(n.states) AS state ON true
        GROUP BY n.slug, n.incident_id
    )
    SELECT g.slug, g.incident_id, g.kind, g.is_total, d.date_start, d.date_end, coalesce(g.states, '{}'), g.report_ids,
           g.reference_ids, g.first_mention, g.last_mention, g.first_reference_id, g.last_reference_id,
           CASE WHEN g.kind = 'attack' THEN coalesce(p.role, 'unspecified') END, a.count,
           killed.state, killed.criminals, killed.bystanders, killed.unspecified,
           injured.state, injured.criminals, injured.bystanders, injured.unspecified,
           coalesce(goods.list, '[]')
    FROM gathered g
    LEFT JOIN dated d USING (incident_id)
    LEFT JOIN parts p USING (incident_id, slug)
    LEFT JOIN arrested a USING (incident_id)
    LEFT JOIN tolls killed ON killed.incident_id = g.incident_id AND killed.measure = 'killed'
    LEFT JOIN tolls injured ON injured.incident_id = g.incident_id AND injured.measure = 'injured'
    LEFT JOIN goods ON goods.incident_id = g.incident_id
$$;
