-- Goods seized and crops destroyed, a row per incident and commodity. Run once in `read_a` and once in `read_b` (by
-- search_path).

CREATE TABLE seizures (
    incident_id    uuid    NOT NULL,
    commodity      text    NOT NULL,
    unit           text,
    quantity_low   numeric,
    quantity       numeric,
    quantity_high  numeric,
    quantity_range numrange,
    comparison     text,
    as_written     text[]  NOT NULL,
    date_start     date,
    date_end       date,
    event_date     daterange,
    states         text[]  NOT NULL,
    municipalities text[]  NOT NULL,
    cartels        text[]  NOT NULL,
    agencies       text[]  NOT NULL,
    operation      text,
    certain        boolean NOT NULL,
    asserted_by    text[]  NOT NULL,
    reference_ids  text[]  NOT NULL,
    sources        jsonb   NOT NULL,
    report_ids     uuid[]  NOT NULL,
    tellings       jsonb   NOT NULL,
    review_status  text    NOT NULL,
    first_told     timestamptz,
    last_told      timestamptz,
    kind           text    NOT NULL,
    aggregate      boolean NOT NULL,
    UNIQUE NULLS NOT DISTINCT (incident_id, commodity, unit)
);
CREATE INDEX seizures_commodity ON seizures (commodity, date_start);
CREATE INDEX seizures_states ON seizures USING gin (states);

-- The reports behind each incident as the fold saw them last, to find what a changed report leaves.
CREATE TABLE seizure_reports (
    report_id   uuid PRIMARY KEY,
    incident_id uuid NOT NULL
);
CREATE INDEX seizure_reports_incident ON seizure_reports (incident_id);

-- What a commodity is counted in, and how many of those one of the unit that a cable prints is; a unit not named is counted
-- as it is. Without a unit, weapons and the like are counted by the piece; of drugs and money nothing is known.
CREATE FUNCTION canonical_unit(commodity text, printed text, OUT unit text, OUT factor numeric)
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT coalesce(c.unit, canonical_unit.printed, usual.unit), coalesce(c.factor, 1)
    FROM (
        SELECT CASE
            WHEN commodity = 'ammunition' THEN 'rounds'
            WHEN commodity IN (
                'marijuana', 'hashish', 'cocaine', 'coca', 'heroin', 'opium', 'morphine', 'opium-poppy', 'methamphetamine',
                'synthetic-drugs', 'precursors', 'drugs', 'drug-crops', 'cash'
            ) THEN NULL
            ELSE 'units'
        END AS unit
    ) AS usual
    LEFT JOIN (VALUES
        ('t', 'kg', 1000),
        ('g', 'kg', 0.001),
        ('lb', 'kg', 0.45359237),
        ('oz', 'kg', 0.028349523),
        ('acre', 'ha', 0.40468564),
        ('gal', 'l', 3.785411784)
    ) AS c (printed, unit, factor) ON c.printed = canonical_unit.printed
$$;

-- The goods that one report tells: each commodity and unit as each mention gives it, the most detailed mention first. Several
-- figures of one mention are of several finds, and added; a part of another figure is left out. Of a report without figures
-- the codebook's items.
CREATE FUNCTION goods_told(figures jsonb, items jsonb)
RETURNS TABLE (
    commodity text, unit text, mention integer, quantity_low numeric, quantity numeric, quantity_high numeric,
    comparison text, as_written text
)
LANGUAGE sql
IMMUTABLE
AS $$
    WITH goods AS (
        SELECT f.figure, f.nth
        FROM jsonb_array_elements(figures) WITH ORDINALITY AS f (figure, nth)
        WHERE f.figure ->> 'measure' = 'goods' AND f.figure ->> 'what' IS NOT NULL AND f.figure ->> 'part' = 'false'
    ),
    told AS (
        SELECT figure ->> 'what' AS what, figure ->> 'unit' AS printed, (figure ->> 'mention')::integer AS mention,
               (figure ->> 'low')::numeric AS low, (figure ->> 'value')::numeric AS value,
               (figure ->> 'high')::numeric AS high, figure ->> 'comparison' AS comparison, figure ->> 'words' AS words, nth
        FROM goods
        UNION ALL
        SELECT item ->> 'what', item ->> 'unit', 0,
               CASE WHEN item ->> 'op' IN ('<', '<=') THEN NULL ELSE (item ->> 'quantity')::numeric END,
               (item ->> 'quantity')::numeric,
               CASE WHEN item ->> 'op' IN ('>', '>=') THEN NULL ELSE (item ->> 'quantity')::numeric END,
               item ->> 'op', NULL, nth
        FROM jsonb_array_elements(items) WITH ORDINALITY AS i (item, nth)
        WHERE NOT EXISTS (SELECT FROM goods)
    )
    SELECT
        t.what, u.unit, t.mention,
        -- A sum is bounded only where each of its figures is.
        CASE WHEN bool_and(t.low IS NOT NULL) THEN trim_scale(sum(t.low * u.factor)) END,
        CASE WHEN bool_and(t.value IS NOT NULL) THEN trim_scale(sum(t.value * u.factor)) END,
        CASE WHEN bool_and(t.high IS NOT NULL) THEN trim_scale(sum(t.high * u.factor)) END,
        (array_agg(t.comparison ORDER BY t.nth) FILTER (WHERE t.comparison IS NOT NULL))[1],
        string_agg(t.words, '; ' ORDER BY t.nth)
    FROM told t
    CROSS JOIN LATERAL canonical_unit(t.what, t.printed) AS u
    GROUP BY t.what, u.unit, t.mention
$$;

-- The goods of the seizures and eradications among the reports given, by incident. The best quantity is that of a report that
-- somebody checked before one read by machine, of the newest cable, exact before compared, of the more exact date, then by
-- report id; low and high are the least and the greatest that any mention gives, null where one is open that way.
CREATE FUNCTION goods_of(told reports[])
RETURNS SETOF seizures
LANGUAGE sql
STABLE
AS $$
    WITH standing AS (
        SELECT t.report_id, t.incident_id, t.reference_id, t.cable_date, t.kind, t.date_start, t.date_end, t.states, t.cartels,
               t.operation, t.aggregate, t.review_status, f.figures, f.items, f.places, f.agencies, f.assertions, f.certain,
               f.paragraphs
        FROM each_of(told) AS t
        CROSS JOIN LATERAL jsonb_to_record(t.facts) AS f (
            figures jsonb, items jsonb, places jsonb, agencies jsonb, assertions jsonb, certain boolean, paragraphs jsonb
        )
        WHERE t.kind IN ('seizure', 'eradication') AND NOT t.withdrawn
    ),
    goods AS (
        SELECT s.incident_id, s.report_id, s.reference_id, s.cable_date, s.review_status, s.date_end - s.date_start AS days, g.*,
               coalesce(g.quantity, g.quantity_low, g.quantity_high) IS NOT NULL AS counted
        FROM standing s
        CROSS JOIN LATERAL goods_told(s.figures, s.items) AS g
    ),
    ranked AS (
        SELECT g.*, row_number() OVER (
            PARTITION BY g.incident_id, g.commodity, g.unit
            ORDER BY g.quantity IS NULL, g.review_status = 'machine', g.cable_date DESC NULLS LAST,
                     g.comparison IS NOT NULL, g.days NULLS LAST, g.report_id, g.mention
        ) AS place
        FROM goods g
    ),
    amounts AS (
        SELECT
            r.incident_id, r.commodity, r.unit,
            CASE WHEN bool_and(r.quantity_low IS NOT NULL) FILTER (WHERE r.counted) THEN min(r.quantity_low) END AS quantity_low,
            max(r.quantity) FILTER (WHERE r.place = 1) AS quantity,
            CASE WHEN bool_and(r.quantity_high IS NOT NULL) FILTER (WHERE r.counted) THEN max(r.quantity_high) END
                AS quantity_high,
            max(r.comparison COLLATE "C") FILTER (WHERE r.place = 1) AS comparison,
            array_agg(DISTINCT r.as_written COLLATE "C")
                FILTER (WHERE r.as_written IS NOT NULL) AS as_written,
            jsonb_agg(jsonb_build_object(
                'reference_id', r.reference_id, 'report_id', r.report_id, 'mention', r.mention, 'quantity', r.quantity,
                'low', r.quantity_low, 'high', r.quantity_high, 'comparison', r.comparison, 'as_written', r.as_written
            ) ORDER BY r.place) AS tellings,
            -- What one mention names without a quantity says nothing beside another that gives one.
            coalesce(bool_or(r.counted), false) OR NOT bool_or(bool_or(r.counted)) OVER (PARTITION BY r.incident_id, r.commodity)
                AS tells
        FROM ranked r
        GROUP BY r.incident_id, r.commodity, r.unit
    ),
    words AS (
        SELECT s.incident_id, w.list, w.word COLLATE "C" AS word
        FROM standing s
        CROSS JOIN LATERAL (
            SELECT 'state' AS list, unnest(s.states) AS word
            UNION ALL
            SELECT 'municipality', m.code FROM municipalities_of(s.places) AS m (code)
            UNION ALL
            SELECT 'cartel', unnest(s.cartels)
            UNION ALL
            SELECT 'agency', jsonb_array_elements_text(s.agencies)
            UNION ALL
            SELECT 'asserter', a.assertion ->> 'by' FROM jsonb_array_elements(s.assertions) AS a (assertion)
        ) AS w
    ),
    lists AS (
        SELECT
            w.incident_id,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'state'), '{}') AS states,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'municipality'), '{}') AS municipalities,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'cartel'), '{}') AS cartels,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'agency'), '{}') AS agencies,
            coalesce(array_agg(DISTINCT w.word) FILTER (WHERE w.list = 'asserter'), '{}') AS asserted_by
        FROM words w
        GROUP BY w.incident_id
    ),
    incidents_told AS (
        SELECT
            s.incident_id,
            (array_agg(s.kind ORDER BY s.cable_date, s.report_id))[1] AS kind,
            (array_agg(s.report_id ORDER BY s.date_start IS NULL, s.review_status = 'machine', s.date_end - s.date_start,
                       s.cable_date DESC NULLS LAST, s.report_id))[1] AS dated_by,
            (array_agg(s.operation ORDER BY s.cable_date DESC NULLS LAST, s.report_id)
                FILTER (WHERE s.operation IS NOT NULL))[1] AS operation,
            bool_or(s.certain) AS certain,
            bool_and(s.aggregate) AS aggregate,
            array_agg(s.report_id ORDER BY s.report_id) AS report_ids,
            array_agg(DISTINCT s.reference_id COLLATE "C") AS reference_ids,
            jsonb_agg(jsonb_build_object('reference_id', s.reference_id, 'paragraphs', s.paragraphs)
                      ORDER BY s.cable_date, s.reference_id COLLATE "C", s.report_id) AS sources,
            CASE WHEN bool_or(s.review_status = 'corrected') THEN 'corrected'
                 WHEN bool_or(s.review_status = 'confirmed') THEN 'confirmed' ELSE 'machine' END AS review_status,
            min(s.cable_date) AS first_told,
            max(s.cable_date) AS last_told
        FROM standing s
        GROUP BY s.incident_id
    )
    SELECT
        i.incident_id, a.commodity, a.unit, a.quantity_low, a.quantity, a.quantity_high,
        CASE WHEN coalesce(a.quantity_low, a.quantity_high) IS NOT NULL
            THEN numrange(a.quantity_low, a.quantity_high, '[]') END,
        a.comparison, coalesce(a.as_written, '{}'), d.date_start, d.date_end,
        CASE WHEN d.date_start IS NOT NULL THEN daterange(d.date_start, d.date_end, '[]') END,
        coalesce(l.states, '{}'), coalesce(l.municipalities, '{}'), coalesce(l.cartels, '{}'), coalesce(l.agencies, '{}'),
        i.operation, i.certain, coalesce(l.asserted_by, '{}'), i.reference_ids, i.sources, i.report_ids, a.tellings,
        i.review_status, i.first_told, i.last_told, i.kind, i.aggregate
    FROM amounts a
    JOIN incidents_told i USING (incident_id)
    JOIN standing d ON d.report_id = i.dated_by
    LEFT JOIN lists l ON l.incident_id = i.incident_id
    WHERE a.tells
$$;
