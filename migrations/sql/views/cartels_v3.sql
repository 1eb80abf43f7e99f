-- Groups, each with the newest of what names it found among that alone (the OFFSET sees to it): of a group that nothing, or
-- little, names, all developments were gone through. Nothing is looked for where nobody asks for it. %tables% is read_a or
-- read_b.

CREATE OR REPLACE VIEW read.cartels AS
SELECT coalesce(r.slug, c.slug) AS slug,
       coalesce(r.name, initcap(replace(c.slug, '-', ' '))) AS name,
       coalesce(r.aliases, '{}') AS aliases,
       coalesce(c.reports, 0) AS reports, coalesce(c.cables, 0) AS cables, coalesce(c.incidents, 0) AS incidents,
       c.first_event, c.last_event, coalesce(c.states, '{}') AS states,
       coalesce(c.totals, 0) AS totals, c.first_mention, c.last_mention, c.first_reference_id, c.last_reference_id,
       coalesce(c.presence, '[]') AS presence, coalesce(c.arrests, 0) AS arrests, coalesce(c.arrested, 0) AS arrested,
       coalesce(c.seizures, 0) AS seizures, coalesce(c.seized, '[]') AS seized, coalesce(c.attacks, 0) AS attacks,
       coalesce(c.attacks_by_role, '[]') AS attacks_by_role,
       coalesce((
           SELECT jsonb_agg(
                      jsonb_build_object(
                          'slug', p.slug, 'name', p.name, 'role', m.membership ->> 'role', 'status', p.status,
                          'certain', p.status_certain, 'as_of', p.status_as_of, 'reference_id', p.status_reference_id,
                          'disputed', p.disputed
                      ) ORDER BY array_position('{leader,member,linked}', m.membership ->> 'role'), p.slug COLLATE "C"
                  )
           FROM %tables%.people p
           CROSS JOIN LATERAL jsonb_array_elements(p.memberships) AS m (membership)
           WHERE p.cartels @> ARRAY[coalesce(r.slug, c.slug)] AND m.membership ->> 'cartel' = coalesce(r.slug, c.slug)
       ), '[]') AS people,
       coalesce(r.details -> 'faction_of', '[]') AS faction_of,
       coalesce((
           SELECT jsonb_agg(jsonb_set(tie, '{group}', to_jsonb(o.slug)) ORDER BY o.slug COLLATE "C")
           FROM %tables%.registers o
           CROSS JOIN jsonb_array_elements(o.details -> 'faction_of') AS tie
           WHERE o.register = 'cartel' AND tie ->> 'group' = r.slug
       ), '[]') AS factions,
       coalesce((
           SELECT jsonb_agg(ally.tie ORDER BY ally.tie ->> 'group' COLLATE "C")
           FROM (
               SELECT tie FROM jsonb_array_elements(r.details -> 'alliances') AS tie
               UNION ALL
               SELECT jsonb_set(tie, '{group}', to_jsonb(o.slug))
               FROM %tables%.registers o
               CROSS JOIN jsonb_array_elements(o.details -> 'alliances') AS tie
               WHERE o.register = 'cartel' AND tie ->> 'group' = r.slug
           ) AS ally
       ), '[]') AS alliances,
       latest.development_id AS latest_development_id, latest.published_at AS latest_development_at
FROM (SELECT * FROM %tables%.registers WHERE register = 'cartel') AS r
FULL JOIN %tables%.cartels c ON c.slug = r.slug
LEFT JOIN LATERAL (
    SELECT (array_agg(d.development_id ORDER BY d.position DESC))[1] AS development_id,
           (array_agg(d.published_at ORDER BY d.position DESC))[1] AS published_at
    FROM (
        SELECT e.development_id, e.published_at, e.position
        FROM %tables%.developments e
        WHERE e.cartels @> ARRAY[coalesce(r.slug, c.slug)]
        OFFSET 0
    ) AS d
) AS latest ON true;
