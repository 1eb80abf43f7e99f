-- THE rule by which mentions are one person, and what is told of each: one row for each person among the mentions given.
-- It rests on the mentions and the decisions alone, so that any order and any batches give the same, as long as all that have
-- links in common are given together.
--
-- Mentions of one name are one person where a second fact agrees (see `person_mentions_of`). A shorter name ("Guzman
-- Loera") is that of the longer one which it is part of where a fact agrees too, unless it could be that of two: the
-- strong facts (cable, incident, alias) decide before the others. People decide above all: mentions that they part have names
-- of their own, and those that they join are one person whatever their names.
CREATE OR REPLACE FUNCTION people_among(told person_mentions[], at_position bigint DEFAULT 9223372036854775807)
RETURNS SETOF people
LANGUAGE sql
STABLE
AS $$
    WITH numbered AS MATERIALIZED (
        SELECT m.mention_id, m.report_id, m.incident_id, m.reference_id, m.cable_date, m.date_start, m.date_end,
               m.tokens || parted.tags AS tokens, array_to_string(m.form || parted.tags, ' ') AS form, m.name, m.aliases,
               m.roles, m.positions, m.cartels, m.cartel_role, m.status, m.weight, m.asserted_by, m.is_subject, m.facts,
               row_number() OVER (ORDER BY m.mention_id)::integer AS n
        FROM unnest(told) AS m
        CROSS JOIN LATERAL (
            SELECT ARRAY(SELECT p.tag FROM parted_mentions(at_position) AS p WHERE p.mention_id = m.mention_id ORDER BY p.tag) AS tags
        ) AS parted
    ), parts AS MATERIALIZED (
        SELECT united(array_agg(n), array_agg(form || '|' || fact)) AS part
        FROM numbered
        CROSS JOIN unnest(facts) AS fact
        -- One part of a name needs a strong fact.
        WHERE form LIKE '% %' OR fact ~ '^(cable|incident|alias):'
    ), clustered AS MATERIALIZED (
        SELECT numbered.*, parts.part[n] AS cluster FROM numbered CROSS JOIN parts
    ), forms AS (
        SELECT cluster, min(form) AS form, min(tokens) AS tokens, count(DISTINCT token) AS length
        FROM clustered
        CROSS JOIN unnest(tokens) AS token
        GROUP BY cluster
    ), links AS MATERIALIZED (
        SELECT DISTINCT f.cluster, f.tokens, f.length, l.link, l.strong
        FROM clustered c
        JOIN forms f USING (cluster)
        CROSS JOIN LATERAL person_links_of(c.tokens, c.facts) AS l
    ), longer AS (
        SELECT short.cluster, long.cluster AS other, long.tokens, long.length, bool_or(short.strong) AS strong
        FROM links short
        JOIN links long USING (link)
        WHERE short.length < long.length
          AND short.tokens <@ long.tokens
          -- A name that leaves out a part in the middle ("Juan Lopez" of Juan Garcia Lopez) is another's, mostly.
          AND (
              short.strong
              OR short.length > 2
              OR strpos(
                  ' ' || array_to_string(long.tokens, ' ') || ' ', ' ' || array_to_string(short.tokens, ' ') || ' '
              ) > 0
          )
        GROUP BY short.cluster, long.cluster, long.tokens, long.length
    ), strongest AS (
        SELECT l.*
        FROM (SELECT longer.*, bool_or(strong) OVER (PARTITION BY cluster) AS any_strong FROM longer) AS l
        WHERE l.strong = l.any_strong
    ), parents AS MATERIALIZED (
        SELECT DISTINCT ON (s.cluster) s.cluster, s.other
        FROM strongest s
        WHERE NOT EXISTS (
            SELECT
            FROM strongest one
            JOIN strongest two ON two.cluster = s.cluster
            WHERE one.cluster = s.cluster
              AND one.other <> two.other
              AND (NOT one.tokens <@ two.tokens AND NOT two.tokens <@ one.tokens OR one.length = two.length)
        )
        ORDER BY s.cluster, s.length DESC
    ), trees AS MATERIALIZED (
        WITH RECURSIVE walk (cluster, root) AS (
            SELECT f.cluster, f.cluster FROM forms f WHERE f.cluster NOT IN (SELECT p.cluster FROM parents p)
            UNION ALL
            SELECT p.cluster, w.root FROM walk w JOIN parents p ON p.other = w.cluster
        )
        SELECT * FROM walk
    ), pooled AS MATERIALIZED (
        -- What is told under a shorter name can be the fact that makes two under one longer name one person.
        SELECT united(array_agg(t.root), array_agg(f.form || '|' || fact)) AS part
        FROM clustered c
        JOIN trees t USING (cluster)
        JOIN forms f ON f.cluster = t.root
        CROSS JOIN unnest(c.facts) AS fact
        WHERE f.form LIKE '% %' AND c.form LIKE '% %' OR fact ~ '^(cable|incident|alias):'
    ), undecided AS (
        SELECT t.cluster, pooled.part[t.root] AS root FROM trees t CROSS JOIN pooled
    ), decided AS MATERIALIZED (
        SELECT united(array_agg(u.root), array_agg(u.tie)) AS part
        FROM (
            SELECT u.root, 'itself ' || u.root AS tie FROM undecided u
            UNION ALL
            SELECT u.root, j.tie
            FROM joined_mentions(at_position) AS j
            JOIN clustered c USING (mention_id)
            JOIN undecided u USING (cluster)
        ) AS u
    ), roots AS (
        SELECT u.cluster, decided.part[u.root] AS root FROM undecided u CROSS JOIN decided
    ), persons AS MATERIALIZED (
        SELECT c.*, r.root,
               row_number() OVER (
                   PARTITION BY r.root
                   ORDER BY c.cable_date NULLS LAST, c.reference_id COLLATE "C", c.report_id, c.form COLLATE "C"
               ) AS nth,
               bool_or(c.is_subject) OVER (PARTITION BY r.root) AS has_row
        FROM clustered c
        JOIN roots r USING (cluster)
    ), statements AS MATERIALIZED (
        -- What has no date is what another cable dates, or as early as the first cable that tells such a thing.
        SELECT p.*,
               coalesce(
                   p.date_end,
                   max(p.date_end) OVER (PARTITION BY p.root, p.status, p.weight),
                   min((p.cable_date AT TIME ZONE 'UTC')::date) OVER (PARTITION BY p.root, p.status)
               ) AS happened
        FROM persons p
        WHERE p.has_row AND p.status IS NOT NULL
    ), chosen AS (
        -- A weaker wording never overrides a stronger one, and nothing overrides a death.
        SELECT DISTINCT ON (s.root) s.*
        FROM statements s
        ORDER BY s.root, s.weight DESC, (s.status = 'killed') DESC, s.happened DESC NULLS LAST, s.date_start DESC NULLS LAST,
                 s.cable_date DESC NULLS LAST, s.reference_id COLLATE "C", s.report_id, s.form COLLATE "C"
    ), disputes AS (
        SELECT DISTINCT c.root
        FROM chosen c
        JOIN statements o ON o.root = c.root AND o.status <> c.status
        WHERE least(o.weight, c.weight) > 1
          AND (
              o.incident_id = c.incident_id
              OR c.status = 'killed' AND o.date_start > c.date_end
              OR o.weight < c.weight AND o.happened > c.happened
              OR o.date_start = c.date_start AND o.date_end = c.date_end AND c.date_end - c.date_start < 31
          )
    ), exact AS (
        -- The day of it, by those that may tell the same one most exactly.
        SELECT DISTINCT ON (c.root) c.root, s.date_start, s.date_end
        FROM chosen c
        JOIN statements s ON s.root = c.root AND s.status = c.status AND s.weight = c.weight
        WHERE s.date_start <= c.date_end AND c.date_start <= s.date_end
        ORDER BY c.root, s.date_end - s.date_start, s.date_start DESC
    ), last_told AS (
        SELECT DISTINCT ON (s.root)
            s.root, s.status, s.weight, s.cable_date, s.reference_id, s.report_id, s.asserted_by, e.date_start, e.date_end,
            c.root IN (SELECT d.root FROM disputes d) AS disputed
        FROM chosen c
        JOIN statements s ON s.root = c.root AND s.status = c.status AND s.weight = c.weight
        LEFT JOIN exact e ON e.root = c.root
        ORDER BY s.root, s.cable_date DESC NULLS LAST, s.reference_id COLLATE "C", s.report_id, s.form COLLATE "C"
    ), told_statuses AS (
        SELECT s.root,
               jsonb_agg(
                   jsonb_build_object(
                       'status', s.status, 'certain', s.weight = 3, 'implied', s.weight = 1, 'reference_id', s.reference_id,
                       'report_id', s.report_id, 'date', CASE WHEN s.date_start IS NOT NULL THEN
                           jsonb_build_object('start', s.date_start, 'end', s.date_end) END,
                       'asserted_by', to_jsonb(s.asserted_by)
                   ) ORDER BY s.cable_date NULLS LAST, s.reference_id COLLATE "C", s.report_id, s.form COLLATE "C"
               ) AS list
        FROM statements s
        GROUP BY s.root
    ), memberships AS (
        SELECT x.root,
               array_agg(x.cartel ORDER BY x.cartel) AS cartels,
               jsonb_agg(
                   jsonb_build_object('cartel', x.cartel, 'role', x.role, 'reports', x.reports) ORDER BY x.cartel
               ) AS memberships
        FROM (
            SELECT p.root, cartel COLLATE "C" AS cartel, count(DISTINCT p.report_id) AS reports,
                   -- Who leads is no mere member, and a member is not only linked.
                   coalesce(
                       min(p.cartel_role COLLATE "C") FILTER (WHERE p.cartel_role <> 'linked'), min(p.cartel_role COLLATE "C")
                   ) AS role
            FROM persons p
            CROSS JOIN unnest(p.cartels) AS cartel
            GROUP BY p.root, cartel COLLATE "C"
        ) AS x
        GROUP BY x.root
    ), fullest AS (
        SELECT DISTINCT ON (p.root) p.root, p.name, slug_of(p.name) AS slug
        FROM persons p
        JOIN forms f USING (cluster)
        ORDER BY p.root, f.length DESC, p.nth
    ), rows AS (
        SELECT p.root,
               (array_agg(p.mention_id ORDER BY p.nth))[1] AS person_id,
               array_agg(DISTINCT p.name COLLATE "C" ORDER BY p.name COLLATE "C") AS names,
               coalesce(
                   array_agg(DISTINCT alias COLLATE "C" ORDER BY alias COLLATE "C") FILTER (WHERE alias IS NOT NULL), '{}'
               ) AS aliases,
               coalesce(
                   array_agg(DISTINCT position COLLATE "C" ORDER BY position COLLATE "C") FILTER (WHERE position IS NOT NULL),
                   '{}'
               ) AS positions,
               array_agg(DISTINCT role COLLATE "C" ORDER BY role COLLATE "C") AS roles,
               count(DISTINCT p.incident_id) AS incidents, count(DISTINCT p.report_id) AS reports,
               count(DISTINCT p.reference_id) AS cables,
               min(p.cable_date) AS first_mention, max(p.cable_date) AS last_mention,
               (array_agg(p.reference_id ORDER BY p.nth))[1] AS first_reference_id,
               (array_agg(p.reference_id ORDER BY p.cable_date DESC NULLS LAST, p.reference_id COLLATE "C"))[1]
                   AS last_reference_id,
               min(p.date_start) AS first_event, max(p.date_end) AS last_event,
               array_agg(DISTINCT p.report_id ORDER BY p.report_id) AS report_ids,
               array_agg(DISTINCT p.mention_id ORDER BY p.mention_id) AS mentions
        FROM persons p
        LEFT JOIN LATERAL unnest(p.aliases) AS alias ON true
        LEFT JOIN LATERAL unnest(p.positions) AS position ON true
        CROSS JOIN LATERAL unnest(p.roles) AS role
        WHERE p.has_row
        GROUP BY p.root
    )
    SELECT r.person_id,
           -- Of several with one name the first mentioned has the bare one.
           f.slug || coalesce('-' || nullif(row_number() OVER (
               PARTITION BY f.slug
               ORDER BY r.first_mention NULLS LAST, r.first_reference_id COLLATE "C", r.person_id
           ), 1), ''),
           f.slug, f.name, r.names, r.aliases, coalesce(m.cartels, '{}'), coalesce(m.memberships, '[]'), r.positions, r.roles,
           l.status, l.weight = 3, l.cable_date,
           CASE WHEN l.date_start IS NOT NULL THEN daterange(l.date_start, l.date_end, '[]') END,
           l.reference_id, l.report_id, l.asserted_by, coalesce(l.disputed, false),
           coalesce(told_statuses.list, '[]'), r.incidents, r.reports, r.cables, r.first_mention, r.last_mention,
           r.first_reference_id, r.last_reference_id, r.first_event, r.last_event, r.report_ids, r.mentions
    FROM rows r
    JOIN fullest f USING (root)
    LEFT JOIN last_told l USING (root)
    LEFT JOIN memberships m USING (root)
    LEFT JOIN told_statuses USING (root)
$$;
