-- The people that reports of operations say were sent. A launch told more than a month after the first one of its operation
-- sends further people. A total told later holds all that was sent before. Two reports of one sending (the same figure, and
-- days that meet or are not told) count once; those of a sending who are there so far are in it. The newest cable's figure is
-- the best of an incident, in one cable the largest. Run once in each set of read tables.
CREATE OR REPLACE FUNCTION personnel_of(told reports[])
RETURNS TABLE (
    slug text, part text, told_on date, people bigint, people_low bigint, people_high bigint, incident_id uuid,
    tellings jsonb
)
LANGUAGE sql
STABLE
AS $$
    WITH figures AS (
        SELECT k.slug, r.incident_id, r.report_id, r.reference_id, r.cable_date, r.date_start, r.date_end,
               r.facts ->> 'status' AS status, (r.facts ->> 'personnel')::bigint AS people,
               CASE WHEN f.value = (r.facts ->> 'personnel')::numeric THEN ceil(f.low)::bigint
                    ELSE (r.facts ->> 'personnel')::bigint END AS people_low,
               CASE WHEN f.value = (r.facts ->> 'personnel')::numeric THEN floor(f.high)::bigint
                    ELSE (r.facts ->> 'personnel')::bigint END AS people_high,
               f.words, total_told(r.facts ->> 'passage') AS total,
               r.facts ->> 'passage' ~* '\m(so far|of (those|these|the) (additional|further|extra|new))\M' AS so_far,
               min(r.date_start) FILTER (WHERE r.facts ->> 'status' = 'launched') OVER (PARTITION BY k.slug) AS launched
        FROM operation_reports_of(told) AS k
        JOIN each_of(told) AS r USING (report_id)
        CROSS JOIN LATERAL (
            SELECT CASE WHEN bool_and(figure ->> 'low' IS NOT NULL) THEN sum((figure ->> 'low')::numeric) END AS low,
                   sum((figure ->> 'value')::numeric) AS value,
                   CASE WHEN bool_and(figure ->> 'high' IS NOT NULL) THEN sum((figure ->> 'high')::numeric) END AS high,
                   string_agg(figure ->> 'words', ' + ' ORDER BY nth) AS words
            FROM jsonb_array_elements(r.facts -> 'figures') WITH ORDINALITY AS f (figure, nth)
            WHERE figure ->> 'measure' = 'personnel' AND figure ->> 'part' = 'false'
        ) AS f
        WHERE r.kind = 'operation'
          AND NOT r.aggregate
          AND r.facts ->> 'personnel' IS NOT NULL
          AND r.facts ->> 'status' IN ('launched', 'reinforced')
    ),
    parts AS (
        SELECT f.*,
               CASE WHEN f.status = 'launched' AND coalesce(f.date_start, f.launched, '-infinity') <= f.launched + 31 THEN 'first'
                    WHEN f.status = 'launched' AND f.launched IS NULL THEN 'first'
                    WHEN f.people = f.total THEN 'total'
                    ELSE 'further' END AS part
        FROM figures f
        WHERE NOT f.so_far OR NOT EXISTS (
            SELECT
            FROM figures whole
            WHERE whole.slug = f.slug
              AND whole.reference_id = f.reference_id
              AND whole.status = 'reinforced'
              AND NOT whole.so_far
              AND whole.people > f.people
        )
        UNION ALL
        SELECT f.slug, f.incident_id, f.report_id, f.reference_id, f.cable_date, f.date_start, f.date_end, f.status, f.total,
               f.total, f.total, f.words, f.total, f.so_far, f.launched, 'total'
        FROM figures f
        WHERE f.status = 'reinforced' AND f.total > f.people
    ),
    sendings AS (
        -- All that is told of the launch is one sending, whatever the incidents.
        SELECT p.*, CASE WHEN p.part <> 'first' THEN p.incident_id END AS sending,
               row_number() OVER (
                   PARTITION BY p.slug, p.part, CASE WHEN p.part <> 'first' THEN p.incident_id END
                   ORDER BY p.cable_date DESC NULLS LAST, p.reference_id COLLATE "C", p.people DESC, p.report_id
               ) AS place,
               -- A cable that tells one sending piece by piece tells at least its largest piece.
               p.people = max(p.people) OVER (
                   PARTITION BY p.slug, p.part, CASE WHEN p.part <> 'first' THEN p.incident_id END, p.reference_id
               ) AS largest
        FROM parts p
    ),
    best AS (
        SELECT
            s.slug, s.part, s.sending,
            min(coalesce(s.date_end, (s.cable_date AT TIME ZONE 'UTC')::date)) AS told_on,
            min(s.date_start) AS date_start, max(s.date_end) AS date_end,
            max(s.people) FILTER (WHERE s.place = 1) AS people,
            CASE WHEN bool_and(s.people_low IS NOT NULL) THEN min(s.people_low) FILTER (WHERE s.largest) END AS people_low,
            CASE WHEN bool_and(s.people_high IS NOT NULL) THEN max(s.people_high) END AS people_high,
            jsonb_agg(jsonb_build_object(
                'reference_id', s.reference_id, 'report_id', s.report_id, 'people', s.people, 'as_written', s.words
            ) ORDER BY s.place) AS tellings,
            row_number() OVER (
                PARTITION BY s.slug, s.part
                ORDER BY min(s.date_start) NULLS LAST, min(s.cable_date) NULLS LAST, s.sending
            ) AS nth
        FROM sendings s
        GROUP BY s.slug, s.part, s.sending
    )
    SELECT b.slug, b.part, b.told_on, b.people, b.people_low, b.people_high, b.sending, b.tellings
    FROM best b
    WHERE NOT EXISTS (
        SELECT
        FROM best earlier
        WHERE b.part = 'further'
          AND earlier.part = 'further'
          AND earlier.slug = b.slug
          AND earlier.people = b.people
          AND earlier.nth < b.nth
          AND (b.date_start IS NULL OR (earlier.date_start <= b.date_end AND b.date_start <= earlier.date_end))
    )
$$;
