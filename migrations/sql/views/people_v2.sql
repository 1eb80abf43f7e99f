-- People and groups as of a position of the log, by the decisions of then. %tables% is read_a or read_b.

CREATE OR REPLACE FUNCTION read.people_at("position" bigint)
RETURNS SETOF read.people
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT p.slug, p.person_id, p.name, p.names, p.aliases, p.cartels, p.memberships, p.positions, p.roles,
       p.status, p.status_certain, p.status_as_of, p.status_date, p.status_reference_id, p.status_report_id,
       p.status_asserted_by, p.disputed, p.statuses, p.incidents, p.reports, p.cables, p.first_mention,
       p.last_mention, p.first_reference_id, p.last_reference_id, p.first_event, p.last_event, p.report_ids
FROM people_of(ARRAY(SELECT r FROM reports_at(people_at.position) AS r), people_at.position) AS p
$$;

CREATE OR REPLACE FUNCTION read.cartels_at("position" bigint)
RETURNS SETOF read.cartels
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
WITH told AS MATERIALIZED (
    SELECT ARRAY(SELECT r FROM reports_at(cartels_at.position) AS r) AS reports
), stood AS MATERIALIZED (
    SELECT c.* FROM told CROSS JOIN LATERAL cartels_of(told.reports) AS c
), known_people AS MATERIALIZED (
    SELECT p.* FROM told CROSS JOIN LATERAL people_of(told.reports, cartels_at.position) AS p
)
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
           FROM known_people p
           CROSS JOIN LATERAL jsonb_array_elements(p.memberships) AS m (membership)
           WHERE p.cartels @> ARRAY[coalesce(r.slug, c.slug)] AND m.membership ->> 'cartel' = coalesce(r.slug, c.slug)
       ), '[]') AS people,
       coalesce(r.details -> 'faction_of', '[]') AS faction_of,
       coalesce((
           SELECT jsonb_agg(jsonb_set(tie, '{group}', to_jsonb(o.slug)) ORDER BY o.slug COLLATE "C")
           FROM registers o
           CROSS JOIN jsonb_array_elements(o.details -> 'faction_of') AS tie
           WHERE o.register = 'cartel' AND tie ->> 'group' = r.slug
       ), '[]') AS factions,
       coalesce((
           SELECT jsonb_agg(ally.tie ORDER BY ally.tie ->> 'group' COLLATE "C")
           FROM (
               SELECT tie FROM jsonb_array_elements(r.details -> 'alliances') AS tie
               UNION ALL
               SELECT jsonb_set(tie, '{group}', to_jsonb(o.slug))
               FROM registers o
               CROSS JOIN jsonb_array_elements(o.details -> 'alliances') AS tie
               WHERE o.register = 'cartel' AND tie ->> 'group' = r.slug
           ) AS ally
       ), '[]') AS alliances,
       latest.development_id AS latest_development_id, latest.published_at AS latest_development_at
FROM (SELECT * FROM registers WHERE register = 'cartel') AS r
FULL JOIN stood c ON c.slug = r.slug
LEFT JOIN LATERAL (
    SELECT d.development_id, d.published_at
    FROM developments d
    WHERE d.cartels @> ARRAY[coalesce(r.slug, c.slug)] AND d.position <= cartels_at.position
    ORDER BY d.position DESC
    LIMIT 1
) AS latest ON true
$$;
