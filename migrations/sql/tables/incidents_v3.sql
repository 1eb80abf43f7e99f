-- Incidents of several reports. Run once in `read_a` and once in `read_b` (by search_path).

ALTER TABLE incidents
    ADD COLUMN figures jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN killed_low bigint,
    ADD COLUMN killed_high bigint,
    ADD COLUMN injured_low bigint,
    ADD COLUMN injured_high bigint,
    ADD COLUMN count_low bigint,
    ADD COLUMN count_high bigint,
    ADD COLUMN first_told timestamptz,
    ADD COLUMN last_told timestamptz,
    ADD COLUMN municipalities text[] NOT NULL DEFAULT '{}';
CREATE INDEX incidents_states ON incidents USING gin (states);
CREATE INDEX incidents_cartels ON incidents USING gin (cartels);
CREATE INDEX incidents_operation ON incidents (operation);
CREATE INDEX incidents_reports ON incidents USING gin (report_ids);

-- These reports as rows. Volatile only so that the planner believes how many there may be: of an array it expects ten, and for
-- ten it compares each with each.
CREATE FUNCTION each_report(told reports[])
RETURNS SETOF reports
LANGUAGE sql
VOLATILE
ROWS 2000
AS $$
    SELECT r.* FROM unnest(told) AS r
$$;

-- Every figure that these reports tell, by mention; those of one mention that are no part of another are one sum, as the
-- extraction makes them. The figure that a report comes to (its codebook value) has no mention.
CREATE FUNCTION told_figures(told reports[])
RETURNS TABLE (
    incident_id uuid, report_id uuid, mention integer, measure text, what text, unit text, value numeric, low numeric,
    high numeric, comparison text, words text
)
LANGUAGE sql
STABLE
AS $$
    SELECT r.incident_id, r.report_id, f.mention, f.measure, f.what, f.unit, f.value, f.low, f.high, f.comparison, f.words
    FROM each_report(told) AS r
    CROSS JOIN LATERAL (
        SELECT NULL::integer AS mention, c.measure, NULL AS what, NULL AS unit, (r.facts ->> c.field)::numeric AS value,
               NULL::numeric AS low, NULL::numeric AS high,
               CASE c.field WHEN 'count' THEN r.facts ->> 'count_op' ELSE comparison_of(r.facts, c.field, r.facts ->> c.field) END
                   AS comparison,
               NULL AS words
        FROM (VALUES ('killed', 'killed'), ('injured', 'injured'), ('count', 'count'), ('personnel', 'personnel')) AS c (measure, field)
        WHERE r.facts ->> c.field IS NOT NULL
        UNION ALL
        SELECT NULL, 'quantity', i.what, i.unit, sum(i.quantity), NULL, NULL, max(i.op), NULL
        FROM (
            SELECT item ->> 'what' AS what,
                   CASE item ->> 'unit' WHEN 't' THEN 'kg' ELSE item ->> 'unit' END AS unit,
                   CASE item ->> 'unit' WHEN 't' THEN 1000 ELSE 1 END * (item ->> 'quantity')::numeric AS quantity,
                   item ->> 'op' AS op
            FROM jsonb_array_elements(r.facts -> 'items') AS item
        ) AS i
        GROUP BY i.what, i.unit
        UNION ALL
        SELECT g.mention, g.measure, g.what, g.unit,
               CASE WHEN bool_and(g.value IS NOT NULL) THEN sum(g.value) END,
               CASE WHEN bool_and(g.low IS NOT NULL) THEN sum(g.low) END,
               CASE WHEN bool_and(g.high IS NOT NULL) THEN sum(g.high) END,
               (array_agg(g.comparison ORDER BY g.nth))[1],
               string_agg(g.words, '; ' ORDER BY g.nth)
        FROM (
            SELECT nth, (f ->> 'mention')::integer AS mention,
                   CASE f ->> 'measure'
                       WHEN 'goods' THEN 'quantity'
                       WHEN 'arrested' THEN 'count'
                       WHEN 'kidnapped' THEN 'count'
                       WHEN 'homicides' THEN 'count'
                       ELSE f ->> 'measure'
                   END AS measure,
                   f ->> 'what' AS what,
                   CASE f ->> 'unit' WHEN 't' THEN 'kg' ELSE f ->> 'unit' END AS unit,
                   CASE f ->> 'unit' WHEN 't' THEN 1000 ELSE 1 END * (f ->> 'value')::numeric AS value,
                   CASE f ->> 'unit' WHEN 't' THEN 1000 ELSE 1 END * (f ->> 'low')::numeric AS low,
                   CASE f ->> 'unit' WHEN 't' THEN 1000 ELSE 1 END * (f ->> 'high')::numeric AS high,
                   f ->> 'comparison' AS comparison,
                   f ->> 'words' AS words
            FROM jsonb_array_elements(r.facts -> 'figures') WITH ORDINALITY AS x (f, nth)
            WHERE f ->> 'part' = 'false'
              -- Where mentions add up, only the report knows the sum.
              AND (f ->> 'measure' = 'goods' OR NOT jsonb_path_exists(r.report, '$.evidence[*] ? (@.adds == true)'))
        ) AS g
        GROUP BY g.mention, g.measure, g.what, g.unit
    ) AS f
$$;

-- The words of a list, each once, in their order.
CREATE FUNCTION each_word_once(words jsonb)
RETURNS text[]
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT ARRAY(
        SELECT w.word FROM jsonb_array_elements_text(words) WITH ORDINALITY AS w (word, nth) GROUP BY w.word ORDER BY min(w.nth)
    )
$$;

-- Several lists of objects as one list, each of them once, whatever words tell it.
CREATE FUNCTION each_once(lists jsonb[])
RETURNS jsonb
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT coalesce(jsonb_agg(u.value ORDER BY u.nth, u.place), '[]')
    FROM (
        SELECT DISTINCT ON (e.value - '{mention,words}'::text[]) e.value, l.nth, e.place
        FROM unnest(lists) WITH ORDINALITY AS l (list, nth)
        CROSS JOIN jsonb_array_elements(l.list) WITH ORDINALITY AS e (value, place)
        ORDER BY e.value - '{mention,words}'::text[], l.nth, e.place
    ) AS u
$$;

-- Several lists of names as one list, each person once, by the fullest of their names.
CREATE FUNCTION each_name_once(lists jsonb[])
RETURNS jsonb
LANGUAGE sql
IMMUTABLE
AS $$
    WITH names AS (
        SELECT n.name, string_to_array(folded_name(n.name), ' ') AS words, row_number() OVER (ORDER BY l.nth, n.place) AS nth
        FROM unnest(lists) WITH ORDINALITY AS l (list, nth)
        CROSS JOIN jsonb_array_elements_text(l.list) WITH ORDINALITY AS n (name, place)
    )
    SELECT coalesce(jsonb_agg(n.name ORDER BY n.nth), '[]')
    FROM names n
    WHERE NOT EXISTS (
        SELECT FROM names o
        WHERE o.nth <> n.nth
          AND o.words @> n.words
          AND (cardinality(o.words) > cardinality(n.words) OR cardinality(o.words) = cardinality(n.words) AND o.nth < n.nth)
    )
$$;

-- What the reports of an incident come to, for every incident that these reports name: THE rule.
--
-- Best among figures told differently is what somebody has checked, before what a machine read; then what the newest cable
-- tells; then a bare figure before a compared one, then the report with the most exact date. Low and high are the least and
-- the greatest that any mention allows, null where one leaves it open. Of dates and places the most exact one is best. Groups,
-- people and forces are all those that anybody names; certain is what any report tells without a hedge.
CREATE FUNCTION incidents_of(told reports[])
RETURNS SETOF incidents
LANGUAGE sql
STABLE
-- Compiling it takes longer than running it.
SET jit TO off
AS $$
    WITH members AS MATERIALIZED (
        SELECT r.*,
               row_number() OVER (
                   PARTITION BY r.incident_id
                   ORDER BY r.review_status = 'machine', r.cable_date DESC NULLS LAST, r.date_end - r.date_start, r.report_id
               ) AS choice,
               count(*) OVER (PARTITION BY r.incident_id) AS size,
               ARRAY(
                   SELECT DISTINCT a ->> 'by' COLLATE "C" FROM jsonb_array_elements(r.facts -> 'assertions') AS a ORDER BY 1
               ) AS asserted_by
        FROM each_report(told) AS r
    ), figures AS (
        SELECT f.incident_id, f.measure, f.what, f.unit,
               (array_agg(f.value ORDER BY m.review_status = 'machine', m.cable_date DESC NULLS LAST, f.comparison IS NOT NULL, m.choice)
                   FILTER (WHERE f.mention IS NULL AND f.value IS NOT NULL))[1] AS best,
               (array_agg(f.comparison ORDER BY m.review_status = 'machine', m.cable_date DESC NULLS LAST, f.comparison IS NOT NULL, m.choice)
                   FILTER (WHERE f.mention IS NULL AND f.value IS NOT NULL))[1] AS comparison,
               -- A report without mentions of it, such as one of an older version, stands for itself.
               CASE WHEN bool_or(f.mention IS NOT NULL) THEN
                   CASE WHEN bool_and(f.low IS NOT NULL OR f.mention IS NULL) THEN min(f.low) END
               ELSE min(f.value) END AS low,
               CASE WHEN bool_or(f.mention IS NOT NULL) THEN
                   CASE WHEN bool_and(f.high IS NOT NULL OR f.mention IS NULL) THEN max(f.high) END
               ELSE max(f.value) END AS high,
               jsonb_agg(jsonb_build_array(m.cable_date, f.value, to_jsonb(m.asserted_by), f.report_id)
                   ORDER BY m.cable_date, f.report_id) FILTER (WHERE f.mention IS NULL) AS tellings
        FROM told_figures(told) AS f
        JOIN members m ON m.report_id = f.report_id
        GROUP BY f.incident_id, f.measure, f.what, f.unit
    ), told_of AS (
        SELECT f.incident_id,
               jsonb_agg(jsonb_build_object(
                   'measure', f.measure, 'what', f.what, 'unit', f.unit, 'low', f.low, 'best', f.best, 'high', f.high,
                   'comparison', f.comparison,
                   'asserted_by', (
                       SELECT coalesce(jsonb_agg(DISTINCT who ORDER BY who), '[]')
                       FROM jsonb_array_elements(f.tellings) AS t
                       CROSS JOIN jsonb_array_elements_text(t -> 2) AS who
                       WHERE (t ->> 1)::numeric IS NOT DISTINCT FROM f.best
                   ),
                   'known_since', (
                       SELECT min((t ->> 0)::timestamptz)
                       FROM jsonb_array_elements(f.tellings) AS t
                       WHERE (t ->> 1)::numeric IS NOT DISTINCT FROM f.best
                   ),
                   'report_ids', (
                       SELECT coalesce(jsonb_agg(t -> 3 ORDER BY nth), '[]')
                       FROM jsonb_array_elements(f.tellings) WITH ORDINALITY AS x (t, nth)
                       WHERE (t ->> 1)::numeric IS NOT DISTINCT FROM f.best
                   )
               ) ORDER BY f.measure COLLATE "C", f.what COLLATE "C", f.unit COLLATE "C" NULLS FIRST) AS figures,
               max(f.best) FILTER (WHERE f.measure = 'killed') AS killed,
               max(f.low) FILTER (WHERE f.measure = 'killed') AS killed_low,
               max(f.high) FILTER (WHERE f.measure = 'killed') AS killed_high,
               max(f.best) FILTER (WHERE f.measure = 'injured') AS injured,
               max(f.low) FILTER (WHERE f.measure = 'injured') AS injured_low,
               max(f.high) FILTER (WHERE f.measure = 'injured') AS injured_high,
               max(f.best) FILTER (WHERE f.measure = 'count') AS count,
               max(f.low) FILTER (WHERE f.measure = 'count') AS count_low,
               max(f.high) FILTER (WHERE f.measure = 'count') AS count_high,
               max(f.comparison) FILTER (WHERE f.measure = 'count') AS count_op,
               max(f.best) FILTER (WHERE f.measure = 'personnel') AS personnel,
               jsonb_agg(
                   jsonb_strip_nulls(jsonb_build_object(
                       'what', f.what, 'quantity', trim_scale(f.best)::text, 'unit', f.unit, 'op', f.comparison
                   )) ORDER BY f.what COLLATE "C", f.unit COLLATE "C" NULLS FIRST
               ) FILTER (WHERE f.measure = 'quantity') AS items
        FROM figures f
        GROUP BY f.incident_id
    ), several AS (
        SELECT m.incident_id,
               (array_agg(m.facts ORDER BY m.choice))[1] AS facts,
               (array_agg(m.kind ORDER BY m.choice))[1] AS kind,
               (array_agg(m.date_start ORDER BY m.date_end - m.date_start, m.choice))[1] AS date_start,
               (array_agg(m.date_end ORDER BY m.date_end - m.date_start, m.choice))[1] AS date_end,
               (array_agg(m.report_id ORDER BY
                   array_position('{city,state,country}', m.facts ->> 'place_precision'), m.choice))[1] AS placed_by,
               (array_agg(m.operation ORDER BY m.choice) FILTER (WHERE m.operation IS NOT NULL))[1] AS operation,
               (array_agg(m.facts ->> 'operation_name' ORDER BY m.choice) FILTER (WHERE m.operation IS NOT NULL))[1]
                   AS operation_name,
               (array_agg(m.facts ->> 'subtype' ORDER BY m.facts ->> 'subtype' = 'other', m.choice))[1] AS subtype,
               array_agg(m.report_id ORDER BY m.cable_date, m.reference_id COLLATE "C", m.report_id) AS report_ids,
               each_word_once(jsonb_agg(m.reference_id ORDER BY m.cable_date, m.reference_id COLLATE "C")) AS reference_ids,
               each_word_once(jsonb_path_query_array(jsonb_agg(m.facts -> 'cartels' ORDER BY m.choice), '$[*][*]')) AS cartels,
               each_word_once(jsonb_path_query_array(jsonb_agg(m.facts -> 'agencies' ORDER BY m.choice), '$[*][*]')) AS agencies,
               bool_or((m.facts ->> 'certain')::boolean) AS certain,
               bool_or(m.aggregate) AS aggregate,
               bool_and(m.withdrawn) AS withdrawn,
               CASE
                   WHEN bool_or(m.review_status = 'machine') THEN 'machine'
                   WHEN bool_or(m.review_status = 'corrected') THEN 'corrected'
                   ELSE 'confirmed'
               END AS review_status,
               min(m.cable_date) AS first_told,
               max(m.cable_date) AS last_told,
               each_name_once(array_agg(m.facts -> 'persons' ORDER BY m.choice)) AS persons,
               each_once(array_agg(m.facts -> 'people' ORDER BY m.choice)) AS people,
               each_once(array_agg(m.facts -> 'groups' ORDER BY m.choice)) AS groups,
               each_once(array_agg(m.facts -> 'forces' ORDER BY m.choice)) AS forces,
               each_once(array_agg(m.facts -> 'figures' ORDER BY m.choice)) AS figures,
               each_once(array_agg(m.facts -> 'assertions' ORDER BY m.choice)) AS assertions
        FROM members m
        WHERE m.size > 1
        GROUP BY m.incident_id
    ), incident AS (
        SELECT m.incident_id, m.kind, m.date_start, m.date_end, m.states, m.cartels, m.operation, m.aggregate, m.facts,
               ARRAY[m.report_id] AS report_ids, ARRAY[m.reference_id] AS reference_ids, m.review_status, m.withdrawn,
               m.cable_date AS first_told, m.cable_date AS last_told
        FROM members m
        WHERE m.size = 1
        UNION ALL
        SELECT s.incident_id, s.kind, s.date_start, s.date_end, placed.states, s.cartels, s.operation, s.aggregate,
               s.facts || jsonb_build_object(
                   'date', CASE WHEN s.date_start IS NOT NULL THEN jsonb_build_object('start', s.date_start, 'end', s.date_end) END,
                   'date_precision', log.date_precision_v1(s.date_start, s.date_end),
                   'places', placed.facts -> 'places', 'place_precision', placed.facts -> 'place_precision',
                   'cartels', to_jsonb(s.cartels), 'agencies', to_jsonb(s.agencies), 'subtype', s.subtype,
                   'operation', s.operation, 'operation_name', s.operation_name, 'certain', s.certain, 'persons', s.persons,
                   'people', s.people, 'groups', s.groups, 'forces', s.forces, 'figures', s.figures,
                   'assertions', s.assertions, 'killed', t.killed, 'injured', t.injured, 'count', t.count,
                   'count_op', t.count_op, 'personnel', t.personnel, 'items', coalesce(t.items, '[]')
               ),
               s.report_ids, s.reference_ids, s.review_status, s.withdrawn, s.first_told, s.last_told
        FROM several s
        JOIN members placed ON placed.report_id = s.placed_by
        LEFT JOIN told_of t ON t.incident_id = s.incident_id
    )
    SELECT i.incident_id, i.kind, i.date_start, i.date_end, i.states, i.cartels, i.operation, i.aggregate, i.facts,
           i.report_ids, i.reference_ids, i.review_status, i.withdrawn, coalesce(t.figures, '[]'), t.killed_low::bigint,
           t.killed_high::bigint, t.injured_low::bigint, t.injured_high::bigint, t.count_low::bigint, t.count_high::bigint,
           i.first_told, i.last_told,
           ARRAY(SELECT DISTINCT m COLLATE "C" FROM municipalities_of(i.facts -> 'places') AS m ORDER BY 1)
    FROM incident i
    LEFT JOIN told_of t ON t.incident_id = i.incident_id
$$;
