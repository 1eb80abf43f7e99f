-- THE rule by which whole report rows tell of people: one row for each report and name in it. Run once in each set of read
-- tables, without a search path of its own.
--
-- Nobody: what is masked or erased, and what is no name of a person (a place, a group, a force, an office).
-- Facts that can make two mentions of one name one person: the cable, the incident, an alias, a cartel, an office or a post
-- in two words ("federal deputy", "mayor of Reynosa"), a state in the same or a neighbouring year.
CREATE OR REPLACE FUNCTION person_mentions_of(told reports[])
RETURNS SETOF person_mentions
LANGUAGE sql
STABLE
AS $$
    WITH words AS MATERIALIZED (
        SELECT w.slug AS list, '\m(' || string_agg(word, '|' ORDER BY word COLLATE "C") || ')\M' AS pattern
        FROM registers w
        CROSS JOIN unnest(w.aliases) AS word
        WHERE w.register = 'person-words'
        GROUP BY w.slug
    ), lists AS MATERIALIZED (
        SELECT max(pattern) FILTER (WHERE list = 'no_names') AS no_names,
               max(pattern) FILTER (WHERE list = 'small_words') AS small_words,
               max(pattern) FILTER (WHERE list = 'offices') AS offices,
               max(pattern) FILTER (WHERE list = 'leaders') AS leaders,
               max(pattern) FILTER (WHERE list = 'of_state') AS of_state,
               max(pattern) FILTER (WHERE list = 'of_groups') AS of_groups,
               max(pattern) FILTER (WHERE list = 'forces') AS forces,
               max(pattern) FILTER (WHERE list = 'extradited') AS extradited,
               max(pattern) FILTER (WHERE list = 'released') AS released,
               max(pattern) FILTER (WHERE list = 'at large') AS at_large
        FROM words
    ), not_people AS MATERIALIZED (
        SELECT lower(r.name COLLATE "C") AS name FROM registers r WHERE r.register IN ('state', 'cartel')
        UNION
        SELECT lower(alias COLLATE "C")
        FROM registers r
        CROSS JOIN unnest(r.aliases) AS alias
        WHERE r.register IN ('state', 'cartel')
    ), printed AS (
        SELECT r.*, p.person ->> 'name' AS printed, p.person ->> 'role' AS role,
               -- What stands before the end of a sentence is another's.
               CASE WHEN p.person ->> 'position' !~ '\u2588|\[' THEN
                   nullif(btrim(regexp_replace(p.person ->> 'position', '^.*[.;] ', '')), '')
               END AS told_position,
               coalesce(p.person ->> 'mention', '0') AS mention,
               ARRAY(SELECT jsonb_array_elements_text(coalesce(p.person -> 'aliases', '[]'))) AS told_aliases
        FROM unnest(told) AS r
        CROSS JOIN LATERAL (
            SELECT person FROM jsonb_array_elements(r.facts -> 'people') AS x (person)
            UNION ALL
            -- A report of an older form tells only whom something happened to.
            SELECT jsonb_build_object(
                       'name', name,
                       'role', CASE r.kind WHEN 'arrest' THEN 'arrested' WHEN 'attack' THEN 'victim' ELSE 'target' END
                   )
            FROM jsonb_array_elements(r.facts -> 'persons') AS x (name)
            WHERE coalesce(jsonb_array_length(r.facts -> 'people'), 0) = 0
        ) AS p
        WHERE NOT r.withdrawn AND p.person ->> 'name' !~ '\u2588|\[|[0-9]'
    ), unquoted AS (
        -- A nickname that stands within the name is an alias.
        SELECT p.*, btrim(regexp_replace(regexp_replace(
                   p.printed, '(^|\s)\(?["“‘`''][^"”’`'']{2,40}["”’`'']*[.,]*["”’`'']*\)?', ' ', 'g'
               ), '\s+', ' ', 'g'), ' .,;:') AS name,
               ARRAY(
                   SELECT alias
                   FROM (
                       SELECT unnest(p.told_aliases) AS alias
                       UNION ALL
                       SELECT btrim(m[2], ' .,;')
                       FROM regexp_matches(p.printed, '(^|\s)\(?["“‘`'']([^"”’`'']{2,40})', 'g') AS m
                   ) AS a
                   WHERE alias !~ '\u2588|\['
               ) AS aliases
        FROM printed p
    ), named AS (
        SELECT u.*, t.tokens
        FROM (SELECT unquoted.*, slug_of(unquoted.name) AS name_slug FROM unquoted OFFSET 0) AS u
        CROSS JOIN lists
        CROSS JOIN LATERAL (SELECT name_tokens(u.name_slug) AS tokens OFFSET 0) AS t
        WHERE cardinality(t.tokens) > 0
          AND replace(u.name_slug, '-', ' ') !~ lists.no_names
          AND lower(u.name COLLATE "C") NOT IN (SELECT n.name FROM not_people n)
    ), placed AS (
        -- Where the passage names the person, from the last part of the name on; of another mention no words are here.
        SELECT n.*, CASE WHEN n.mention = '0' THEN nullif(strpos(n.facts ->> 'passage', n.printed), 0) END AS at,
               n.facts ->> 'passage' AS passage,
               coalesce(lower(translate(n.told_position, 'áéíóúñ', 'aeioun') COLLATE "C"), '') AS folded_position
        FROM named n
    ), fought AS (
        -- Whom forces of the state killed ("The navy killed NAME", "NAME was killed by marines") was of those that they fought,
        -- whatever part these had, unless it was a bystander.
        SELECT p.*,
               p.role = 'victim'
               AND p.kind = 'attack'
               AND coalesce(
                   lower(left(p.passage, p.at - 1) COLLATE "C") ~ (
                       '^(?:(?!' || l.of_groups || ')[^.;])*' || l.forces
                       || ' (?:killed|shot dead|shot and killed|gunned down) (?:[a-z-]+ ){0,4}$'
                   )
                   OR lower(substr(p.passage, p.at + length(p.printed), 90) COLLATE "C") ~ (
                       '^[^.;]{0,40}\m(?:killed|shot dead|gunned down|slain)\M (?:by|in an? [a-z-]+ (?:with|by)) '
                       '(?:(?!' || l.of_groups || ')[a-z-]+ ){0,3}' || l.forces
                   ),
                   false
               )
               AND NOT coalesce(p.facts -> 'figures' @> '[{"side": "bystanders"}]', false) AS by_state
        FROM placed p
        CROSS JOIN lists l
    ), bound AS (
        -- Of several groups whose people were in it the one that is named nearest, and those told in one breath with it.
        SELECT p.*, coalesce(g.slugs, '{}') AS groups, lists.*,
               -- Null where the passage does not name the person.
               lower(substr(p.passage, p.at + length(p.printed), 90) COLLATE "C") AS behind,
               -- What stands in brackets parts a name from what it is said to be.
               lower(regexp_replace(left(p.passage, p.at - 1), ' \([^()]*\)', '', 'g') COLLATE "C") AS ahead
        FROM fought p
        CROSS JOIN lists
        LEFT JOIN LATERAL (
            WITH candidates AS (
                SELECT x.g ->> 'slug' AS slug, nullif(strpos(p.passage, x.g ->> 'words'), 0) AS start,
                       length(x.g ->> 'words') AS length
                FROM jsonb_array_elements(p.facts -> 'groups') AS x (g)
                WHERE x.g ->> 'role' = ANY (
                    CASE WHEN p.by_state THEN '{member,victim,perpetrator,target}' WHEN p.role = 'victim' THEN '{member,victim}' ELSE '{member,perpetrator,target}' END::text[]
                )
            ), distances AS (
                SELECT c.*,
                       CASE
                           WHEN c.start > p.at THEN c.start - p.at - length(p.printed)
                           ELSE p.at - c.start - c.length
                       END AS distance
                FROM candidates c
            ), nearest AS (
                SELECT d.* FROM distances d WHERE d.distance IS NOT NULL ORDER BY d.distance, d.slug COLLATE "C" LIMIT 1
            )
            SELECT array_agg(DISTINCT d.slug COLLATE "C" ORDER BY d.slug COLLATE "C") AS slugs
            FROM distances d
            WHERE (SELECT count(DISTINCT c.slug) FROM candidates c) = 1
               OR EXISTS (
                   SELECT FROM nearest n
                   WHERE d.start BETWEEN n.start - d.length - 5 AND n.start + n.length + 5
               )
        ) AS g ON true
    ), judged AS (
        SELECT b.*, at_head.leads, b.folded_position ~ b.offices AND NOT at_head.leads AS in_office,
               CASE
                   WHEN b.behind ~ ('^[^.;]*' || b.extradited) THEN 'extradited'
                   WHEN b.behind ~ ('^[^.;]*' || b.released) THEN 'released'
                   WHEN b.behind ~ ('^[^.;]*' || b.at_large) THEN 'at large'
                   WHEN b.role = 'arrested' THEN 'arrested'
                   WHEN b.role = 'victim' AND b.kind IN ('attack', 'harm') THEN harmed.status
               END AS told_status
        FROM bound b
        CROSS JOIN LATERAL (
            -- The head of police leads no group: "chief", "commander" and their like are the state's where it is named, unless
            -- they are those of a group ("once a soldier, now a leader of the cartel").
            SELECT bool_or(said.words !~ b.of_state OR said.words ~ own.before OR said.words ~ own.behind) AS leads
            FROM (
                VALUES
                    (CASE WHEN b.folded_position ~ b.leaders THEN b.folded_position END),
                    -- "the head of the Sinaloa cartel in Nuevo Leon, NAME"
                    (CASE WHEN b.role IN ('arrested', 'target') THEN substring(
                        b.ahead
                        FROM '((?:[a-z/-]+ ){0,4}' || b.leaders || '(?: (?:of|in|for|from) [^.;:,]{1,60})?,? $)'
                    ) END),
                    -- "NAME -- a top ranking leader in the Sinaloa Cartel"
                    (CASE WHEN b.role IN ('arrested', 'target') THEN substring(
                        b.behind
                        FROM '^(,?(?: --?)? (?:(?!(?:of|to|by|with|for|under|and|in|who|whose|his|her|their)\M)[a-z-]+ ){0,4}'
                             || b.leaders || '[^.;:,]{0,40})'
                    ) END)
            ) AS said (words)
            CROSS JOIN (
                SELECT b.of_groups || ' ' || b.leaders AS before,
                       b.leaders || ' (?:of|for|in|from) (?:[a-z-]+ ){0,3}' || b.of_groups AS behind
            ) AS own
            WHERE said.words IS NOT NULL
        ) AS led
        CROSS JOIN LATERAL (SELECT coalesce(led.leads, false) AS leads) AS at_head
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN bool_or(f.figure ->> 'measure' = 'killed' AND f.named) THEN 'killed'
                WHEN bool_or(f.figure ->> 'measure' = 'injured' AND f.named) THEN 'wounded'
                WHEN bool_or(f.figure ->> 'measure' = 'kidnapped' AND f.named) OR b.facts ->> 'subtype' = 'kidnapping'
                    THEN 'kidnapped'
                -- Of some killed and others hurt the text does not tell which the person was.
                WHEN bool_or(f.some_killed) AND NOT bool_or(f.some_injured) THEN 'killed'
                WHEN bool_or(f.some_injured) AND NOT bool_or(f.some_killed) THEN 'wounded'
            END AS status
            FROM (
                SELECT x.figure,
                       strpos(x.figure ->> 'words', b.name) > 0
                       OR strpos(lower(x.figure ->> 'words' COLLATE "C"), nullif(b.folded_position, '')) > 0 AS named,
                       x.figure ->> 'measure' = 'killed' AND coalesce((x.figure ->> 'high')::numeric, 1) > 0 AS some_killed,
                       x.figure ->> 'measure' = 'injured' AND coalesce((x.figure ->> 'high')::numeric, 1) > 0 AS some_injured
                FROM (
                    SELECT figure FROM jsonb_array_elements(b.facts -> 'figures') AS y (figure)
                    UNION ALL
                    -- A report of an older form has only the totals.
                    SELECT jsonb_build_object('measure', total.measure, 'high', b.facts -> total.measure)
                    FROM (VALUES ('killed'), ('injured')) AS total (measure)
                    WHERE (b.facts ->> total.measure)::numeric > 0
                ) AS x
            ) AS f
        ) AS harmed
    ), weighed AS (
        SELECT j.*,
               coalesce(j.told_status, implied.status) AS status,
               CASE
                   WHEN j.told_status IS NULL AND implied.status IS NULL THEN NULL
                   WHEN j.told_status IS NULL THEN 1
                   WHEN (j.facts ->> 'certain')::boolean THEN 3
                   ELSE 2
               END AS weight,
               j.role = 'leader' OR j.leads AS at_head,
               CASE j.role
                   WHEN 'victim' THEN j.in_office OR cardinality(j.groups) > 0
                   -- An official who is named as somebody's chief leads no group.
                   WHEN 'leader' THEN NOT j.in_office OR cardinality(j.groups) > 0
                   ELSE true
               END AS is_subject,
               ARRAY(
                   SELECT a.said ->> 'by'
                   FROM jsonb_array_elements(j.facts -> 'assertions') AS a (said)
                   WHERE coalesce(a.said ->> 'mention', '0') = j.mention
               ) AS by
        FROM judged j
        LEFT JOIN LATERAL (
            SELECT 'at large' AS status WHERE j.role IN ('perpetrator', 'target', 'leader') AND j.kind <> 'arrest'
        ) AS implied ON true
    ), gathered AS (
        SELECT w.report_id, w.incident_id, w.reference_id, w.cable_date, w.date_start, w.date_end, w.states, f.form,
               min(w.tokens) AS tokens,
               min(w.name COLLATE "C") AS name,
               coalesce(
                   array_agg(DISTINCT alias COLLATE "C" ORDER BY alias COLLATE "C") FILTER (WHERE alias <> ''), '{}'
               ) AS aliases,
               array_agg(DISTINCT w.role COLLATE "C" ORDER BY w.role COLLATE "C") AS roles,
               coalesce(
                   array_agg(DISTINCT w.told_position COLLATE "C" ORDER BY w.told_position COLLATE "C")
                       FILTER (WHERE w.told_position <> ''),
                   '{}'
               ) AS positions,
               coalesce(
                   array_agg(DISTINCT slug COLLATE "C" ORDER BY slug COLLATE "C") FILTER (WHERE slug IS NOT NULL), '{}'
               ) AS cartels,
               bool_or(w.at_head) AS leads, bool_or(w.in_office) AS in_office,
               (array_agg(w.status ORDER BY w.weight DESC, (w.status = 'killed') DESC, w.status COLLATE "C")
                   FILTER (WHERE w.status IS NOT NULL))[1] AS status,
               max(w.weight) AS weight,
               coalesce(
                   array_agg(DISTINCT asserter COLLATE "C" ORDER BY asserter COLLATE "C") FILTER (WHERE asserter IS NOT NULL),
                   '{}'
               ) AS asserted_by,
               bool_or(w.is_subject) AS is_subject
        FROM weighed w
        CROSS JOIN LATERAL (
            SELECT string_agg(DISTINCT token COLLATE "C", ' ' ORDER BY token COLLATE "C") AS form
            FROM unnest(w.tokens) AS token
        ) AS f
        LEFT JOIN LATERAL unnest(w.aliases) AS alias ON true
        LEFT JOIN LATERAL unnest(w.groups) AS slug ON true
        LEFT JOIN LATERAL unnest(w.by) AS asserter ON true
        GROUP BY w.report_id, w.incident_id, w.reference_id, w.cable_date, w.date_start, w.date_end, w.states, f.form
    )
    SELECT md5(g.report_id || ' ' || g.form)::uuid, g.report_id, g.incident_id, g.reference_id, g.cable_date,
           g.date_start, g.date_end, g.tokens, g.form, g.name, g.aliases, g.roles, g.positions, g.cartels,
           -- A person in public office who is held with a group's people has ties to it, but is not said to be one of them.
           CASE
               WHEN cardinality(g.cartels) = 0 THEN NULL
               WHEN g.leads THEN 'leader'
               WHEN g.in_office THEN 'linked'
               ELSE 'member'
           END,
           g.status, g.weight, g.asserted_by, g.is_subject,
           ARRAY(
               SELECT fact
               FROM (
                   SELECT 'cable:' || g.reference_id
                   UNION
                   SELECT 'incident:' || g.incident_id
                   UNION
                   SELECT 'alias:' || array_to_string(nickname.tokens, ' ')
                   FROM unnest(g.aliases) AS alias
                   CROSS JOIN LATERAL (SELECT name_tokens(slug_of(alias)) AS tokens OFFSET 0) AS nickname
                   WHERE cardinality(nickname.tokens) > 0
                   UNION
                   SELECT 'cartel:' || slug FROM unnest(g.cartels) AS slug
                   UNION
                   SELECT 'position:' || pair.words
                   FROM unnest(g.positions) AS position
                   CROSS JOIN LATERAL (
                       SELECT w.word || ' ' || lead(w.word) OVER (ORDER BY w.nth) AS words
                       FROM string_to_table(slug_of(position), '-') WITH ORDINALITY AS w (word, nth)
                       WHERE w.word !~ lists.small_words AND length(w.word) > 1
                   ) AS pair
                   WHERE pair.words ~ lists.offices OR pair.words ~ lists.leaders
                   UNION
                   -- Neighbouring years have one of the two in common. What is nowhere in particular is no place.
                   SELECT 'state:' || state || ':' || year + next
                   FROM unnest(g.states) AS state
                   CROSS JOIN LATERAL (
                       SELECT extract(
                           year FROM coalesce(g.date_start, (g.cable_date AT TIME ZONE 'UTC')::date)
                       )::integer AS year
                   ) AS happened
                   CROSS JOIN (VALUES (0), (1)) AS n (next)
                   WHERE state NOT IN ('MX', 'US') AND year IS NOT NULL
               ) AS known (fact)
               ORDER BY fact COLLATE "C"
           )
    FROM gathered g
    CROSS JOIN lists
$$;
