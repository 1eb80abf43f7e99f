-- What reports of one incident tell differently. Run once in `read_a` and once in `read_b` (by search_path).

CREATE TABLE disagreements (
    incident_id  uuid        NOT NULL,
    field        text        NOT NULL,
    what         text,
    unit         text,
    value        text        NOT NULL,
    report_id    uuid        NOT NULL,
    mention      integer,
    reference_id text        NOT NULL,
    cable_date   timestamptz,
    asserted_by  text[]      NOT NULL,
    words        text
);
CREATE INDEX disagreements_incident ON disagreements (incident_id);
CREATE INDEX disagreements_report ON disagreements (report_id);

-- Who asserts a mention of a report, as the text tells: those that this mention names, else those that any does.
CREATE FUNCTION asserters_of(facts jsonb, of_mention integer)
RETURNS text[]
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT ARRAY(
        SELECT DISTINCT a ->> 'by' COLLATE "C"
        FROM jsonb_array_elements(facts -> 'assertions') AS a
        WHERE of_mention IS NULL
           OR (a ->> 'mention')::integer = of_mention
           OR NOT jsonb_path_exists(
               facts, '$.assertions[*] ? (@.mention == $mention)', jsonb_build_object('mention', of_mention)
           )
        ORDER BY 1
    )
$$;

-- The tellings of these reports that cannot all be right: figures that no number fits, days that no interval shares, towns or
-- states without one in common, and other statuses, between the cables of an incident or the mentions of a report.
CREATE FUNCTION disagreements_of(told reports[])
RETURNS SETOF disagreements
LANGUAGE sql
STABLE
-- Compiling it takes longer than running it.
SET jit TO off
AS $$
    WITH standing AS MATERIALIZED (
        SELECT r.* FROM each_report(told) AS r WHERE NOT r.withdrawn
    ), figures AS (
        SELECT f.*, bool_or(f.mention IS NOT NULL) OVER (PARTITION BY f.report_id, f.measure, f.what, f.unit) AS mentioned
        FROM told_figures(told) AS f
    ), tellings AS (
        -- Several figures that each leave much open agree more easily than their numbers do.
        SELECT f.incident_id, f.measure AS field, f.what, f.unit, coalesce(f.comparison, '') || trim_scale(f.value)::text AS value,
               f.report_id, f.mention, f.words,
               numrange(coalesce(f.low, CASE WHEN f.mention IS NULL THEN f.value END),
                        coalesce(f.high, CASE WHEN f.mention IS NULL THEN f.value END), '[]') AS amount,
               NULL::daterange AS days, NULL::text[] AS states, NULL::text[] AS towns
        FROM figures f
        WHERE (f.mention IS NOT NULL OR NOT f.mentioned) AND (f.value IS NOT NULL OR f.low IS NOT NULL OR f.high IS NOT NULL)
        UNION ALL
        SELECT r.incident_id, 'date', NULL, NULL,
               CASE WHEN d.first_day = d.last_day THEN d.first_day::text ELSE d.first_day || ' to ' || d.last_day END,
               r.report_id, d.mention, d.words, NULL, daterange(d.first_day, d.last_day, '[]'), NULL, NULL
        FROM standing r
        CROSS JOIN LATERAL (
            SELECT (t ->> 'mention')::integer AS mention, min((t #>> '{date,start}')::date) AS first_day,
                   max((t #>> '{date,end}')::date) AS last_day, string_agg(t ->> 'words', '; ' ORDER BY nth) AS words
            FROM jsonb_array_elements(r.facts -> 'dates') WITH ORDINALITY AS x (t, nth)
            WHERE t ->> 'inherited' IS DISTINCT FROM 'true'
            GROUP BY 1
            UNION ALL
            SELECT NULL, r.date_start, r.date_end, NULL
            WHERE r.date_start IS NOT NULL
              AND NOT jsonb_path_exists(r.facts, '$.dates[*] ? (!(@.inherited == true))')
        ) AS d
        UNION ALL
        SELECT r.incident_id, 'place', NULL, NULL, p.value, r.report_id, p.mention, p.words, NULL, NULL, p.states, p.towns
        FROM standing r
        CROSS JOIN LATERAL (
            SELECT (t ->> 'mention')::integer AS mention,
                   string_agg(concat_ws(', ', t #>> '{place,city}', t #>> '{place,state}'), '; ' ORDER BY nth) AS value,
                   string_agg(t ->> 'words', '; ' ORDER BY nth) AS words,
                   array_agg(t #>> '{place,state}') AS states,
                   CASE WHEN bool_and(t #>> '{place,city}' IS NOT NULL) THEN
                       array_agg((t #>> '{place,state}') || '/' || folded_name(t #>> '{place,city}'))
                   END AS towns
            FROM jsonb_array_elements(r.facts -> 'told_places') WITH ORDINALITY AS x (t, nth)
            -- A whole federation holds every state.
            WHERE t ->> 'inherited' IS DISTINCT FROM 'true' AND t #>> '{place,state}' NOT IN ('MX', 'US')
            GROUP BY 1
        ) AS p
        UNION ALL
        SELECT r.incident_id, 'status', NULL, NULL, r.facts ->> 'status', r.report_id, NULL, NULL, NULL, NULL, NULL, NULL
        FROM standing r
        WHERE r.facts ->> 'status' IS NOT NULL
    ), at_odds AS (
        SELECT t.incident_id, t.field, t.what, t.unit
        FROM tellings t
        GROUP BY t.incident_id, t.field, t.what, t.unit
        HAVING count(*) > 1
           AND (
               (t.field = 'status' AND count(DISTINCT t.value) > 1)
               OR max(lower(t.amount)) > min(upper(t.amount))
               -- The upper end of a range of days is the day after.
               OR max(lower(t.days)) >= min(upper(t.days))
               OR (
                   t.field = 'place'
                   AND EXISTS (
                       SELECT
                       FROM tellings one
                       JOIN tellings other USING (incident_id, field)
                       WHERE incident_id = t.incident_id
                         AND field = 'place'
                         AND (NOT one.states && other.states OR NOT one.towns && other.towns)
                   )
               )
           )
    )
    SELECT t.incident_id, t.field, t.what, t.unit, coalesce(t.value, t.words), t.report_id, t.mention, r.reference_id, r.cable_date,
           asserters_of(r.facts, t.mention), t.words
    FROM at_odds o
    JOIN tellings t
        ON t.incident_id = o.incident_id
       AND t.field = o.field
       AND t.what IS NOT DISTINCT FROM o.what
       AND t.unit IS NOT DISTINCT FROM o.unit
    JOIN standing r ON r.report_id = t.report_id
$$;
