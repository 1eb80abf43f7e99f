-- Published figures of killings, a row per figure that a cable tells, those of one statistic side by side. Run once in
-- `read_a` and once in `read_b` (by search_path).

CREATE TABLE homicide_figures (
    report_id        uuid PRIMARY KEY,
    statistic        text    NOT NULL,
    incident_id      uuid    NOT NULL,
    reference_id     text    NOT NULL,
    cable_date       timestamptz,
    period           daterange,
    period_start     date,
    period_end       date,
    period_precision text,
    states           text[]  NOT NULL,
    municipalities   text[]  NOT NULL,
    places           jsonb   NOT NULL,
    victims          text,
    count            bigint,
    count_op         text,
    count_range      int8range,
    as_written       text,
    asserted_by      text[]  NOT NULL,
    cartels          text[]  NOT NULL,
    certain          boolean NOT NULL,
    paragraphs       text[]  NOT NULL,
    quote            text,
    review_status    text    NOT NULL,
    latest           boolean NOT NULL,
    cables           integer NOT NULL,
    told_range       int8range,
    differs          boolean NOT NULL,
    previous_count   bigint,
    previous_reference_id text
);
CREATE INDEX homicide_figures_statistic ON homicide_figures (statistic);
CREATE INDEX homicide_figures_period ON homicide_figures (period_start, period_end);
CREATE INDEX homicide_figures_states ON homicide_figures USING gin (states);
-- For the newest figure of a whole state.
CREATE INDEX homicide_figures_newest ON homicide_figures (states, period_end DESC)
    WHERE latest AND victims IS NULL AND cardinality(municipalities) = 0 AND cardinality(cartels) = 0;

-- What a figure is a figure of: place, period and victims. A period without dates is known only to its cable.
CREATE FUNCTION statistic_of(told reports)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT concat_ws(
        ' ',
        coalesce((
            SELECT string_agg(DISTINCT concat_ws('/', p ->> 'state', p ->> 'city'), '+')
            FROM jsonb_array_elements(told.facts -> 'places') AS p
        ), 'anywhere'),
        coalesce(told.date_start || '..' || told.date_end, 'undated in ' || told.reference_id),
        coalesce(told.facts ->> 'victims', 'all')
    ) COLLATE "C"
$$;

-- The figures of killings among the reports given. The latest of a statistic is told by the newest cable; in one cable, by
-- what somebody checked, exact before compared, then by report id.
CREATE FUNCTION homicide_figures_of(told reports[])
RETURNS SETOF homicide_figures
LANGUAGE sql
STABLE
AS $$
    WITH figures AS (
        SELECT t.*, statistic_of(t) AS statistic, (t.facts ->> 'count')::bigint AS count, t.facts ->> 'count_op' AS count_op,
               f.low, f.high, f.words,
               row_number() OVER newest AS place,
               lead((t.facts ->> 'count')::bigint) OVER newest AS previous_count,
               lead(t.reference_id) OVER newest AS previous_reference_id
        FROM each_of(told) AS t
        LEFT JOIN LATERAL (
            -- The figure as written in the most detailed mention that gives it.
            SELECT (figure ->> 'low')::numeric AS low, (figure ->> 'high')::numeric AS high, figure ->> 'words' AS words
            FROM jsonb_array_elements(t.facts -> 'figures') WITH ORDINALITY AS f (figure, nth)
            WHERE figure ->> 'measure' = 'homicides' AND figure ->> 'part' = 'false'
              AND ((figure ->> 'value')::numeric = (t.facts ->> 'count')::numeric OR t.facts ->> 'count' IS NULL)
            ORDER BY (figure ->> 'mention')::integer, nth
            LIMIT 1
        ) AS f ON true
        WHERE t.kind = 'homicide_count' AND NOT t.withdrawn
        WINDOW newest AS (
            PARTITION BY statistic_of(t)
            ORDER BY t.cable_date DESC NULLS LAST, t.review_status = 'machine', t.facts ->> 'count' IS NULL,
                     t.facts ->> 'count_op' IS NOT NULL, t.report_id
        )
    ),
    bounded AS (
        SELECT f.*,
               CASE WHEN f.words IS NOT NULL THEN ceil(f.low) WHEN f.count_op IN ('<', '<=') THEN NULL ELSE f.count END::bigint
                   AS count_low,
               CASE WHEN f.words IS NOT NULL THEN floor(f.high) WHEN f.count_op IN ('>', '>=') THEN NULL ELSE f.count END::bigint
                   AS count_high
        FROM figures f
    ),
    statistics AS (
        SELECT
            b.statistic, count(DISTINCT b.reference_id)::integer AS cables,
            CASE WHEN bool_and(b.count_low IS NOT NULL) THEN min(b.count_low) END AS told_low,
            CASE WHEN bool_and(b.count_high IS NOT NULL) THEN max(b.count_high) END AS told_high,
            -- Two figures disagree where no number fits both; one told as "about" fits what is within a tenth of it.
            coalesce(
                max(b.count_low * CASE WHEN b.count_op = '~' THEN 0.9 ELSE 1 END)
                > min(b.count_high * CASE WHEN b.count_op = '~' THEN 1.1 ELSE 1 END),
                false
            ) AS differs
        FROM bounded b
        GROUP BY b.statistic
    )
    SELECT
        b.report_id, b.statistic, b.incident_id, b.reference_id, b.cable_date,
        CASE WHEN b.date_start IS NOT NULL THEN daterange(b.date_start, b.date_end, '[]') END,
        b.date_start, b.date_end, b.facts ->> 'date_precision', b.states,
        ARRAY(SELECT DISTINCT m COLLATE "C" FROM municipalities_of(b.facts -> 'places') AS m ORDER BY 1),
        b.facts -> 'places', b.facts ->> 'victims', b.count, b.count_op,
        CASE WHEN coalesce(b.count_low, b.count_high) IS NOT NULL THEN int8range(b.count_low, b.count_high, '[]') END,
        b.words,
        ARRAY(
            SELECT DISTINCT assertion ->> 'by' COLLATE "C"
            FROM jsonb_array_elements(b.facts -> 'assertions') AS a (assertion)
            ORDER BY 1
        ),
        b.cartels, (b.facts ->> 'certain')::boolean, ARRAY(SELECT jsonb_array_elements_text(b.facts -> 'paragraphs')),
        b.facts ->> 'quote', b.review_status, b.place = 1, s.cables,
        CASE WHEN coalesce(s.told_low, s.told_high) IS NOT NULL THEN int8range(s.told_low, s.told_high, '[]') END,
        s.differs, b.previous_count, b.previous_reference_id
    FROM bounded b
    JOIN statistics s USING (statistic)
$$;
