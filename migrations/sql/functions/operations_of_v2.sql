-- Operations as the reports given tell them, a row each. Run once in each set of read tables.
CREATE OR REPLACE FUNCTION operations_of(told reports[])
RETURNS SETOF operations
LANGUAGE sql
STABLE
AS $$
    WITH linked AS (
        SELECT k.slug, r.report_id, r.incident_id, r.reference_id, r.cable_date, r.kind, r.date_start, r.date_end, r.states,
               r.cartels, r.aggregate, r.review_status, r.quote_start, f.*
        FROM operation_reports_of(told) AS k
        JOIN each_of(told) AS r USING (report_id)
        CROSS JOIN LATERAL jsonb_to_record(r.facts) AS f (
            status text, date_precision text, personnel bigint, certain boolean, count bigint, count_op text, killed bigint,
            persons jsonb, items jsonb, places jsonb, agencies jsonb, operation_name text, objective text, paragraphs jsonb
        )
        WHERE r.kind <> 'harm'
    ),
    statuses AS (
        SELECT l.slug, l.report_id, l.incident_id, l.reference_id, l.cable_date, l.date_start, l.date_end,
               l.status, l.date_precision AS date_precision,
               l.personnel AS personnel, l.certain AS certain, l.review_status,
               -- As last reported by when it happened; a launch of which no day is told is no news of one that went on.
               row_number() OVER (
                   PARTITION BY l.slug
                   ORDER BY l.status = 'planned', l.status = 'launched' AND l.date_end IS NULL,
                            coalesce(l.date_end, (l.cable_date AT TIME ZONE 'UTC')::date) DESC NULLS LAST, l.cable_date DESC NULLS LAST,
                            array_position(ARRAY['ended', 'reinforced', 'launched', 'planned'], l.status),
                            l.report_id
               ) AS place
        FROM linked l
        WHERE l.kind = 'operation' AND l.status IS NOT NULL
    ),
    histories AS (
        SELECT
            s.slug,
            max(s.status) FILTER (WHERE s.place = 1) AS status,
            max(s.cable_date) FILTER (WHERE s.place = 1) AS status_as_of,
            max(s.date_end) FILTER (WHERE s.status = 'ended') AS ended,
            jsonb_agg(jsonb_build_object(
                'status', s.status, 'date_start', s.date_start, 'date_end', s.date_end, 'date_precision', s.date_precision,
                'personnel', s.personnel, 'certain', s.certain, 'reference_id', s.reference_id, 'cable_date', s.cable_date,
                'report_id', s.report_id, 'incident_id', s.incident_id, 'review_status', s.review_status
            ) ORDER BY coalesce(s.date_start, (s.cable_date AT TIME ZONE 'UTC')::date), s.cable_date, s.report_id) AS status_history
        FROM statuses s
        GROUP BY s.slug
    ),
    launches AS (
        -- Of the first launch, by those that may tell the same one, the most exact day.
        SELECT DISTINCT ON (s.slug)
            s.slug, s.date_start AS launched, s.date_precision AS launched_precision, earliest.date_start AS earliest
        FROM statuses s
        JOIN (
            SELECT DISTINCT ON (e.slug) e.slug, e.date_start, e.date_end
            FROM statuses e
            WHERE e.status = 'launched' AND e.date_start IS NOT NULL
            ORDER BY e.slug, e.date_start, e.date_end
        ) AS earliest USING (slug)
        WHERE s.status = 'launched' AND s.date_start <= earliest.date_end
        ORDER BY s.slug, s.date_end - s.date_start, s.date_start, s.report_id
    ),
    sendings AS (
        SELECT p.*,
               -- What was sent up to a total told later is in it.
               max(p.told_on) FILTER (WHERE p.part = 'total') OVER (PARTITION BY p.slug) AS counted_until
        FROM personnel_of(told) AS p
    ),
    personnel AS (
        SELECT
            s.slug,
            max(s.people) FILTER (WHERE s.part = 'first') AS first,
            min(s.people_low) FILTER (WHERE s.part = 'first') AS first_low,
            max(s.people_high) FILTER (WHERE s.part = 'first') AS first_high,
            sum(s.people) FILTER (WHERE counts.now)::bigint AS now,
            CASE WHEN bool_and(s.people_low IS NOT NULL) FILTER (WHERE counts.now)
                THEN sum(s.people_low) FILTER (WHERE counts.now) END::bigint AS now_low,
            -- Where no cable tells how many began it, there may be more.
            CASE WHEN bool_and(s.people_high IS NOT NULL) FILTER (WHERE counts.now) AND bool_or(s.part <> 'further')
                THEN sum(s.people_high) FILTER (WHERE counts.now) END::bigint AS now_high,
            jsonb_agg(jsonb_build_object(
                'part', s.part, 'told_on', s.told_on, 'people', s.people, 'low', s.people_low, 'high', s.people_high,
                'counts_now', counts.now, 'tellings', s.tellings
            ) ORDER BY s.told_on, s.part, s.incident_id) AS told
        FROM sendings s
        CROSS JOIN LATERAL (
            SELECT CASE s.part WHEN 'total' THEN s.told_on = s.counted_until
                               WHEN 'first' THEN s.counted_until IS NULL
                               ELSE s.told_on > s.counted_until OR s.counted_until IS NULL END AS now
        ) AS counts
        GROUP BY s.slug
    ),
    counted AS (
        -- Each incident once, by the best of its reports.
        SELECT DISTINCT ON (l.slug, l.incident_id)
            l.slug, l.incident_id, l.kind,
            coalesce(l.count, nullif(jsonb_array_length(l.persons), 0)) AS count,
            l.killed AS killed,
            CASE WHEN l.count_op IN ('<', '<=') THEN 0
                 ELSE coalesce(l.count, jsonb_array_length(l.persons)) END AS count_low,
            -- Names alone say that there were at least so many.
            CASE WHEN l.count_op IN ('>', '>=') OR l.count IS NULL THEN NULL
                 ELSE l.count END AS count_high
        FROM linked l
        WHERE l.kind IN ('arrest', 'attack') AND NOT l.aggregate
        ORDER BY l.slug, l.incident_id, l.review_status = 'machine', l.count IS NULL AND l.killed IS NULL,
                 l.cable_date DESC NULLS LAST, l.count_op IS NOT NULL, l.date_end - l.date_start NULLS LAST,
                 l.report_id
    ),
    results AS (
        SELECT
            c.slug,
            count(*) FILTER (WHERE c.kind = 'arrest')::integer AS arrest_incidents,
            sum(c.count) FILTER (WHERE c.kind = 'arrest')::bigint AS arrested,
            sum(c.count_low) FILTER (WHERE c.kind = 'arrest')::bigint AS arrested_low,
            CASE WHEN bool_and(c.count_high IS NOT NULL) FILTER (WHERE c.kind = 'arrest')
                THEN sum(c.count_high) FILTER (WHERE c.kind = 'arrest') END::bigint AS arrested_high,
            count(*) FILTER (WHERE c.kind = 'attack')::integer AS attack_incidents,
            sum(c.killed) FILTER (WHERE c.kind = 'attack')::bigint AS attack_killed
        FROM counted c
        GROUP BY c.slug
    ),
    goods AS (
        SELECT l.slug, g.kind, g.commodity, g.unit, count(*) AS incidents, sum(g.quantity) AS quantity,
               CASE WHEN bool_and(g.quantity_low IS NOT NULL) THEN sum(g.quantity_low) END AS low,
               CASE WHEN bool_and(g.quantity_high IS NOT NULL) THEN sum(g.quantity_high) END AS high
        FROM (SELECT DISTINCT slug FROM linked) AS l
        -- Each operation by its own reports: an incident may belong to two, and which are told at once must not matter.
        CROSS JOIN LATERAL goods_of(ARRAY(
            SELECT r
            FROM each_of(told) AS r
            JOIN linked o USING (report_id)
            WHERE o.slug = l.slug
        )) AS g
        WHERE NOT g.aggregate
        GROUP BY l.slug, g.kind, g.commodity, g.unit
    ),
    taken AS (
        SELECT
            g.slug,
            jsonb_agg(to_jsonb(g) - 'slug' - 'kind' ORDER BY g.commodity COLLATE "C", g.unit COLLATE "C")
                FILTER (WHERE g.kind = 'seizure') AS seized,
            jsonb_agg(to_jsonb(g) - 'slug' - 'kind' ORDER BY g.commodity COLLATE "C", g.unit COLLATE "C")
                FILTER (WHERE g.kind = 'eradication') AS eradicated,
            sum(g.quantity) FILTER (WHERE g.kind = 'eradication' AND g.unit = 'ha') AS hectares
        FROM goods g
        GROUP BY g.slug
    ),
    totals AS (
        SELECT l.slug, jsonb_agg(jsonb_build_object(
            'kind', l.kind, 'date_start', l.date_start, 'date_end', l.date_end, 'count', l.count,
            'count_op', l.count_op, 'killed', l.killed, 'items', l.items,
            'personnel', l.personnel, 'reference_id', l.reference_id, 'cable_date', l.cable_date,
            'report_id', l.report_id
        ) ORDER BY l.cable_date, l.date_end, l.kind COLLATE "C", l.report_id) AS totals_told
        FROM linked l
        LEFT JOIN launches USING (slug)
        -- What began well before the operation did is the result of more than this one.
        WHERE l.aggregate AND coalesce(l.date_start >= launches.earliest - 7, true)
        GROUP BY l.slug
    ),
    words AS (
        SELECT l.slug, w.list, w.word COLLATE "C" AS word
        FROM linked l
        CROSS JOIN LATERAL (
            SELECT 'state' AS list, unnest(l.states) AS word WHERE l.kind = 'operation'
            UNION ALL
            SELECT 'municipality', m.code FROM municipalities_of(l.places) AS m (code) WHERE l.kind = 'operation'
            UNION ALL
            SELECT 'force', jsonb_array_elements_text(l.agencies) WHERE l.kind = 'operation'
            UNION ALL
            SELECT 'cartel', unnest(l.cartels)
            UNION ALL
            -- No operation goes by what is left of an erased name.
            SELECT 'name', l.operation_name WHERE l.operation_name !~ '\u2588'
        ) AS w
    ),
    lists AS (
        SELECT
            w.slug,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'state'), '{}') AS states,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'municipality'), '{}') AS municipalities,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'force'), '{}') AS forces,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'cartel'), '{}') AS cartels,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'name'), '{}') AS names
        FROM words w
        GROUP BY w.slug
    ),
    operations_told AS (
        SELECT
            l.slug,
            (array_agg(l.operation_name ORDER BY l.cable_date, l.report_id)
                FILTER (WHERE l.operation_name !~ '\u2588'))[1] AS name,
            (array_agg(l.objective ORDER BY l.cable_date DESC NULLS LAST, l.report_id)
                FILTER (WHERE l.kind = 'operation' AND l.objective IS NOT NULL))[1] AS objective,
            count(*)::integer AS reports,
            count(DISTINCT l.reference_id)::integer AS cables,
            array_agg(DISTINCT l.reference_id COLLATE "C") AS reference_ids,
            jsonb_agg(jsonb_build_object(
                'reference_id', l.reference_id, 'kind', l.kind, 'report_id', l.report_id, 'paragraphs', l.paragraphs
            ) ORDER BY l.cable_date, l.reference_id COLLATE "C", l.quote_start, l.report_id) AS sources,
            array_agg(l.report_id ORDER BY l.report_id) AS report_ids,
            array_agg(DISTINCT l.incident_id) AS incident_ids,
            max(l.cable_date) AS last_told
        FROM linked l
        GROUP BY l.slug
    )
    SELECT
        o.slug,
        coalesce(
            register.name,
            o.name,
            'Operation in ' || (
                SELECT regexp_replace(
                    string_agg(coalesce(s.name, code), ', ' ORDER BY coalesce(s.name, code) COLLATE "C"), ', ([^,]+)$', ' and \1'
                )
                FROM unnest(l.states) AS code
                LEFT JOIN registers s ON s.register = 'state' AND s.slug = code
            ) || ', ' || right(o.slug, 4),
            o.slug
        ),
        h.status, h.status_as_of, launches.launched,
        CASE WHEN cardinality(l.states) > 0 THEN l.states ELSE coalesce(register.states, '{}') END, p.first, o.reports, o.cables,
        ARRAY(
            SELECT DISTINCT alias COLLATE "C"
            FROM unnest(register.aliases || l.names) AS alias
            WHERE alias <> coalesce(register.name, o.name)
            ORDER BY 1
        ),
        coalesce(h.status_history, '[]'), launches.launched_precision,
        CASE WHEN h.status = 'ended' THEN h.ended END,
        coalesce(l.municipalities, '{}'), coalesce(l.forces, '{}'), coalesce(l.cartels, '{}'),
        CASE WHEN p.first IS NOT NULL THEN int8range(p.first_low, p.first_high, '[]') END,
        CASE WHEN h.status IS DISTINCT FROM 'ended' THEN p.now END,
        CASE WHEN h.status IS DISTINCT FROM 'ended' AND p.now IS NOT NULL THEN int8range(p.now_low, p.now_high, '[]') END,
        coalesce(p.told, '[]'), o.objective,
        -- What no report tells is not told to be none.
        coalesce(r.arrest_incidents, 0), r.arrested,
        CASE WHEN r.arrest_incidents > 0 THEN int8range(r.arrested_low, r.arrested_high, '[]') END,
        coalesce(t.seized, '[]'), t.hectares, coalesce(t.eradicated, '[]'),
        coalesce(r.attack_incidents, 0), r.attack_killed, coalesce(totals.totals_told, '[]'),
        o.reference_ids, o.sources, o.report_ids, o.incident_ids, o.last_told
    FROM operations_told o
    LEFT JOIN registers register ON register.register = 'operation' AND register.slug = o.slug
    LEFT JOIN lists l ON l.slug = o.slug
    LEFT JOIN histories h ON h.slug = o.slug
    LEFT JOIN launches ON launches.slug = o.slug
    LEFT JOIN personnel p ON p.slug = o.slug
    LEFT JOIN results r ON r.slug = o.slug
    LEFT JOIN taken t ON t.slug = o.slug
    LEFT JOIN totals ON totals.slug = o.slug
$$;
