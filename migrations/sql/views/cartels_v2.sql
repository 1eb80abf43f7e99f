-- Groups as last reported, and what they have to do with whom, where and what. Columns are only ever added, at the end. The
-- views run with the owner's rights; %tables% is read_a or read_b.

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
    SELECT d.development_id, d.published_at
    FROM %tables%.developments d
    WHERE d.cartels @> ARRAY[coalesce(r.slug, c.slug)]
    ORDER BY d.position DESC
    LIMIT 1
) AS latest ON true;
COMMENT ON COLUMN read.cartels.totals IS 'Totals over periods and published figures that name it: in no other count.';
COMMENT ON COLUMN read.cartels.first_mention IS 'Date of the earliest cable that names it.';
COMMENT ON COLUMN read.cartels.last_mention IS 'Date of the newest cable that names it.';
COMMENT ON COLUMN read.cartels.first_reference_id IS 'That earliest cable.';
COMMENT ON COLUMN read.cartels.last_reference_id IS 'That newest cable.';
COMMENT ON COLUMN read.cartels.presence IS 'The states of its reports: a list of state, incidents, first_event, last_event, last_mention. See read.cartel_states.';
COMMENT ON COLUMN read.cartels.arrests IS 'Incidents of arrest of its people.';
COMMENT ON COLUMN read.cartels.arrested IS 'How many people were arrested in these, by the best figure of each; where none is told, those named.';
COMMENT ON COLUMN read.cartels.seizures IS 'Incidents of seizure from it.';
COMMENT ON COLUMN read.cartels.seized IS 'Goods seized in these in canonical units: a list of commodity, unit, incidents, low, quantity, high, uncounted. See read.cartel_seizures.';
COMMENT ON COLUMN read.cartels.attacks IS 'Incidents of violence that it has a part in.';
COMMENT ON COLUMN read.cartels.attacks_by_role IS 'These by its part: a list of role, incidents, killed and injured by side. See read.cartel_attacks.';
COMMENT ON COLUMN read.cartels.people IS 'Its known leaders and members, leaders first: a list of slug, name, role, status, certain, as_of, reference_id, disputed. See read.cartel_people.';
COMMENT ON COLUMN read.cartels.faction_of IS 'Groups that it was a part of, as the register says, not the cables: a list of group, since, until. See read.cartel_ties.';
COMMENT ON COLUMN read.cartels.factions IS 'Groups that were a part of it, in the same form.';
COMMENT ON COLUMN read.cartels.alliances IS 'Groups that it stood together with, in the same form.';
COMMENT ON COLUMN read.cartels.latest_development_id IS 'The newest development that names or named it.';
COMMENT ON COLUMN read.cartels.latest_development_at IS 'When that was recorded.';

CREATE VIEW read.cartel_states AS
SELECT c.slug AS cartel, x.state, x.incidents, x.first_event, x.last_event, x.last_mention
FROM %tables%.cartels c
CROSS JOIN LATERAL jsonb_to_recordset(c.presence)
    AS x (state text, incidents integer, first_event date, last_event date, last_mention timestamptz);
COMMENT ON VIEW read.cartel_states IS 'The states in which reports name each group.';
COMMENT ON COLUMN read.cartel_states.cartel IS 'The group, as in read.cartels.';
COMMENT ON COLUMN read.cartel_states.state IS 'ISO 3166-2 code (ISO 3166-1 of other countries).';
COMMENT ON COLUMN read.cartel_states.incidents IS 'Incidents there that name it: totals over periods left out.';
COMMENT ON COLUMN read.cartel_states.first_event IS 'First day of the earliest of them.';
COMMENT ON COLUMN read.cartel_states.last_event IS 'Last day of the latest of them.';
COMMENT ON COLUMN read.cartel_states.last_mention IS 'Date of the newest cable that tells of it there.';

CREATE VIEW read.cartel_seizures AS
SELECT c.slug AS cartel, x.commodity, x.unit, x.incidents, x.quantity, x.low AS quantity_low, x.high AS quantity_high, x.uncounted
FROM %tables%.cartels c
CROSS JOIN LATERAL jsonb_to_recordset(c.seized) AS x (
    commodity text, unit text, incidents integer, low numeric, quantity numeric, high numeric, uncounted integer
);
COMMENT ON VIEW read.cartel_seizures IS 'What was seized from each group, each incident once and totals over periods left out.';
COMMENT ON COLUMN read.cartel_seizures.cartel IS 'The group, as in read.cartels; an incident that names two counts for both.';
COMMENT ON COLUMN read.cartel_seizures.commodity IS 'What was seized, as in read.seizures.';
COMMENT ON COLUMN read.cartel_seizures.unit IS 'Canonical unit, as in read.seizures; null where none is told.';
COMMENT ON COLUMN read.cartel_seizures.incidents IS 'Incidents in which it was seized.';
COMMENT ON COLUMN read.cartel_seizures.quantity IS 'Sum of the best quantity of each, or where only bounds are told of the least; null where no report gives any.';
COMMENT ON COLUMN read.cartel_seizures.quantity_low IS 'Sum of the least quantity of each; none counts as nothing.';
COMMENT ON COLUMN read.cartel_seizures.quantity_high IS 'Sum of the greatest quantity of each; null where one is open.';
COMMENT ON COLUMN read.cartel_seizures.uncounted IS 'Incidents among them that are in no sum: no report gives a quantity.';

CREATE VIEW read.cartel_attacks AS
SELECT c.slug AS cartel, x.role, x.incidents,
       (x.killed ->> 'state')::bigint AS killed_state, (x.killed ->> 'criminals')::bigint AS killed_criminals,
       (x.killed ->> 'bystanders')::bigint AS killed_bystanders, (x.killed ->> 'unspecified')::bigint AS killed_unspecified,
       (x.injured ->> 'state')::bigint AS injured_state, (x.injured ->> 'criminals')::bigint AS injured_criminals,
       (x.injured ->> 'bystanders')::bigint AS injured_bystanders, (x.injured ->> 'unspecified')::bigint AS injured_unspecified
FROM %tables%.cartels c
CROSS JOIN LATERAL jsonb_to_recordset(c.attacks_by_role) AS x (role text, incidents integer, killed jsonb, injured jsonb);
COMMENT ON VIEW read.cartel_attacks IS
    'Violence that each group had a part in, by its part, with the dead and injured of each side: each incident once, by its best figures, and totals over periods left out.';
COMMENT ON COLUMN read.cartel_attacks.cartel IS 'The group, as in read.cartels; an incident that names two counts for both.';
COMMENT ON COLUMN read.cartel_attacks.role IS 'perpetrator, victim, rival, target, member (its people were hurt or named) or unspecified.';
COMMENT ON COLUMN read.cartel_attacks.incidents IS 'Incidents.';
COMMENT ON COLUMN read.cartel_attacks.killed_state IS 'Killed of the state: police, military, officials.';
COMMENT ON COLUMN read.cartel_attacks.killed_criminals IS 'Killed of the criminals.';
COMMENT ON COLUMN read.cartel_attacks.killed_bystanders IS 'Killed bystanders.';
COMMENT ON COLUMN read.cartel_attacks.killed_unspecified IS 'Killed of whom the text does not tell the side.';
COMMENT ON COLUMN read.cartel_attacks.injured_state IS 'Injured of the state.';
COMMENT ON COLUMN read.cartel_attacks.injured_criminals IS 'Injured of the criminals.';
COMMENT ON COLUMN read.cartel_attacks.injured_bystanders IS 'Injured bystanders.';
COMMENT ON COLUMN read.cartel_attacks.injured_unspecified IS 'Injured of whom the text does not tell the side.';

CREATE VIEW read.cartel_ties AS
SELECT t.cartel, t.tie, t.other, t.since, t.until, int4range(t.since, t.until, '[]') AS years
FROM (
    SELECT r.slug AS cartel, 'faction of' AS tie, x."group" AS other, x.since, x.until
    FROM %tables%.registers r
    CROSS JOIN LATERAL jsonb_to_recordset(r.details -> 'faction_of') AS x ("group" text, since integer, until integer)
    WHERE r.register = 'cartel'
    UNION ALL
    SELECT pair.cartel, 'allied with', pair.other, x.since, x.until
    FROM %tables%.registers r
    CROSS JOIN LATERAL jsonb_to_recordset(r.details -> 'alliances') AS x ("group" text, since integer, until integer)
    CROSS JOIN LATERAL (VALUES (r.slug, x."group"), (x."group", r.slug)) AS pair (cartel, other)
    WHERE r.register = 'cartel'
) AS t;
COMMENT ON VIEW read.cartel_ties IS 'Whose faction each group was and with whom it was allied: what the register knows, not what cables say.';
COMMENT ON COLUMN read.cartel_ties.cartel IS 'The group, as in read.cartels.';
COMMENT ON COLUMN read.cartel_ties.tie IS 'faction of (the other), or allied with (told for both).';
COMMENT ON COLUMN read.cartel_ties.other IS 'The other group, as in read.cartels.';
COMMENT ON COLUMN read.cartel_ties.since IS 'First year; null where not known.';
COMMENT ON COLUMN read.cartel_ties.until IS 'Last year; null where it lasted or is not known.';
COMMENT ON COLUMN read.cartel_ties.years IS 'The same years as a range.';

CREATE FUNCTION read.cartels_at("position" bigint)
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
    SELECT p.* FROM told CROSS JOIN LATERAL people_of(told.reports) AS p
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
COMMENT ON FUNCTION read.cartels_at(bigint) IS 'The groups that today''s rules make of the log up to a position.';

CREATE FUNCTION read.cartels_known(known date)
RETURNS SETOF read.cartels
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
WITH told AS MATERIALIZED (
    SELECT ARRAY(SELECT r FROM reports_known(cartels_known.known) AS r) AS reports
), stood AS MATERIALIZED (
    SELECT c.* FROM told CROSS JOIN LATERAL cartels_of(told.reports) AS c
), known_people AS MATERIALIZED (
    SELECT p.* FROM told CROSS JOIN LATERAL people_of(told.reports) AS p
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
    WHERE d.cartels @> ARRAY[coalesce(r.slug, c.slug)] AND EXISTS (
          SELECT FROM cables e WHERE e.reference_id = d.reference_id AND e.cable_date < (cartels_known.known + 1)::timestamp AT TIME ZONE 'UTC'
      )
    ORDER BY d.position DESC
    LIMIT 1
) AS latest ON true
$$;
COMMENT ON FUNCTION read.cartels_known(date) IS 'The groups as known at the end of a day (UTC): from the cables created by then alone, with today''s incidents.';
