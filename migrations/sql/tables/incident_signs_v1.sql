-- The signs by which reports are known to be about one event, and the keys under which two such reports meet. Run once in
-- `read_a` and once in `read_b` (by search_path). What the signs weigh is told in `incident_pairs`.

-- Of every report that stands. Totals (sums over a period or over many events) never meet single events.
CREATE TABLE incident_signs (
    report_id    uuid        PRIMARY KEY,
    reference_id text        NOT NULL,
    incident_id  uuid        NOT NULL,
    cable_date   timestamptz,
    kind         text        NOT NULL,
    total        boolean     NOT NULL,
    first_day    date,
    last_day     date,
    -- Codes of states, and of countries where that is all that is told; a whole federation is no place.
    states       text[]      NOT NULL,
    -- Towns as STATE/name, folded.
    towns        text[]      NOT NULL,
    groups       text[]      NOT NULL,
    agencies     text[]      NOT NULL,
    -- Names and nicknames, folded: words of ASCII letters, those that sound alike written alike.
    names        text[]      NOT NULL,
    nicknames    text[]      NOT NULL,
    subtype      text,
    status       text,
    operation    text,
    victims      text,
    -- What the printed figures may stand for.
    killed       numrange,
    injured      numrange,
    people       numrange,
    personnel    numrange,
    -- What was seized or destroyed, with its canonical unit ("cocaine/kg"), and how much of each.
    goods        text[]      NOT NULL,
    amounts      numrange[]  NOT NULL
);
CREATE INDEX incident_signs_cable ON incident_signs (reference_id);
CREATE INDEX incident_signs_incident ON incident_signs (incident_id);

CREATE TABLE incident_keys (
    key       text NOT NULL,
    report_id uuid NOT NULL,
    PRIMARY KEY (key, report_id)
);
CREATE INDEX incident_keys_report ON incident_keys (report_id);

-- A printed name as its words in ASCII, in lower case, without accents, particles and titles; letters that Spanish and
-- those who copy it take for one another are written as one.
CREATE FUNCTION folded_name(printed text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(
            regexp_replace(
                ' ' || regexp_replace(
                    translate(
                        lower(printed COLLATE "C"),
                        'áàâãäåéèêëíìîïóòôõöúùûüñçÁÀÂÃÄÅÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÑÇvzywkqx',
                        'aaaaaaeeeeiiiiooooouuuuncaaaaaaeeeeiiiiooooouuuuncbsiuccj'
                    ),
                    '[^a-z]+', '  ', 'g'
                ) || ' ',
                ' (de|del|la|las|los|el|e|i|da|do|dos|jr|sr|aca|alias|l|lic|dr) ', ' ', 'g'
            ),
            '(.)\1+|[gj](?=[ei])', '\1', 'g'
        ),
        'h|(?<=[a-z]{3})s(?= )', '', 'g'
    ))
$$;

-- What a figure as printed may stand for: "over 50" is somewhat more, "nearly ten" somewhat less.
CREATE FUNCTION figure_range(value numeric, comparison text)
RETURNS numrange
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT CASE
        WHEN value IS NULL THEN NULL
        WHEN comparison = '>' THEN numrange(value, value * 1.5, '[]')
        WHEN comparison = '>=' THEN numrange(value, value * 2, '[]')
        WHEN comparison = '<' THEN numrange(value * 0.7, value, '[]')
        WHEN comparison = '<=' THEN numrange(0, value, '[]')
        WHEN comparison = '~' THEN numrange(value * 0.8, value * 1.2, '[]')
        ELSE numrange(value, value, '[]')
    END
$$;

-- How a report's figure of a measure compares with the number written down of it.
CREATE FUNCTION comparison_of(facts jsonb, of_measure text, of_value text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT jsonb_path_query_first(
        facts, '$.figures[*] ? (@.measure == $measure && @.value == $value && @.part == false).comparison',
        jsonb_build_object('measure', of_measure, 'value', of_value)
    ) #>> '{}'
$$;

-- The signs of a report; none where it does not stand.
CREATE FUNCTION signs_of(told reports)
RETURNS SETOF incident_signs
LANGUAGE sql
STABLE
AS $$
    SELECT
        told.report_id,
        told.reference_id,
        told.report_id,
        told.cable_date,
        told.kind,
        told.aggregate OR told.kind = 'homicide_count',
        told.date_start,
        told.date_end,
        array_remove(array_remove(told.states, 'MX'), 'US'),
        ARRAY(
            SELECT DISTINCT (p ->> 'state') || '/' || folded_name(p ->> 'city')
            FROM jsonb_array_elements(told.facts -> 'places') AS p
            WHERE p ->> 'city' IS NOT NULL
            ORDER BY 1
        ),
        told.cartels,
        ARRAY(SELECT jsonb_array_elements_text(told.facts -> 'agencies')),
        ARRAY(
            SELECT DISTINCT folded_name(name)
            FROM (
                SELECT jsonb_array_elements_text(told.facts -> 'persons') AS name
                UNION ALL
                SELECT p ->> 'name'
                FROM jsonb_array_elements(told.facts -> 'people') AS p
                WHERE p ->> 'role' IN ('arrested', 'victim', 'target')
            ) AS n
            WHERE folded_name(name) <> '' AND name !~ '\u2588'
            ORDER BY 1
        ),
        ARRAY(
            SELECT DISTINCT folded_name(a)
            FROM jsonb_array_elements(told.facts -> 'people') AS p
            CROSS JOIN jsonb_array_elements_text(p -> 'aliases') AS a
            WHERE p ->> 'role' IN ('arrested', 'victim', 'target') AND folded_name(a) <> '' AND a !~ '\u2588'
            ORDER BY 1
        ),
        told.facts ->> 'subtype',
        told.facts ->> 'status',
        told.operation,
        told.facts ->> 'victims',
        figure_range(
            (told.facts ->> 'killed')::numeric, comparison_of(told.facts, 'killed', told.facts ->> 'killed')
        ),
        figure_range(
            (told.facts ->> 'injured')::numeric, comparison_of(told.facts, 'injured', told.facts ->> 'injured')
        ),
        figure_range((told.facts ->> 'count')::numeric, told.facts ->> 'count_op'),
        figure_range(
            (told.facts ->> 'personnel')::numeric, comparison_of(told.facts, 'personnel', told.facts ->> 'personnel')
        ),
        coalesce(goods.kinds, '{}'),
        coalesce(goods.amounts, '{}')
    FROM (
        SELECT array_agg(g.kind ORDER BY g.kind COLLATE "C") AS kinds, array_agg(g.amount ORDER BY g.kind COLLATE "C") AS amounts
        FROM (
            SELECT i.what || coalesce('/' || i.unit, '') AS kind, figure_range(sum(i.quantity), max(i.op)) AS amount
            FROM (
                SELECT
                    item ->> 'what' AS what,
                    CASE item ->> 'unit' WHEN 't' THEN 'kg' ELSE item ->> 'unit' END AS unit,
                    CASE item ->> 'unit' WHEN 't' THEN 1000 ELSE 1 END * (item ->> 'quantity')::numeric AS quantity,
                    item ->> 'op' AS op
                FROM jsonb_array_elements(told.facts -> 'items') AS item
            ) AS i
            GROUP BY i.what, i.unit
        ) AS g
    ) AS goods
    WHERE NOT told.withdrawn
$$;

-- The keys that a report is found under, and those under which it looks for others. They mirror each other, so that of two
-- reports each finds the other or neither does.
CREATE FUNCTION keys_of(signs incident_signs)
RETURNS TABLE (key text, found boolean, looks boolean)
LANGUAGE sql
STABLE
AS $$
    -- A total is only ever the same as one of the same period, place and kind of figure.
    SELECT concat_ws(
               '|', signs.kind, 'total', signs.first_day, signs.last_day, array_to_string(signs.states, ','),
               signs.victims, array_to_string(signs.goods, ',')
           ), true, true
    WHERE signs.total
    UNION ALL
    -- A few days by their place; those without a place look at all of the days, and everybody at those without one.
    SELECT concat_ws('|', signs.kind, 'day', d.day::date, p.place),
           p.found AND d.day BETWEEN signs.first_day AND signs.last_day, p.looks
    FROM generate_series(signs.first_day - 3, signs.last_day + 3, interval '1 day') AS d (day)
    CROSS JOIN (
        SELECT unnest(signs.states) AS place, true AS found, true AS looks
        UNION ALL
        SELECT 'any', signs.states <> '{}', signs.states = '{}'
        UNION ALL
        SELECT 'none', signs.states = '{}', true
    ) AS p
    WHERE NOT signs.total AND signs.last_day - signs.first_day < 10
    UNION ALL
    -- Months by their place: what is told of some weeks meets what is told of a day in them.
    SELECT concat_ws('|', signs.kind, 'month', to_char(m.month, 'YYYY-MM'), place, brevity.name),
           brevity.name = CASE WHEN signs.last_day - signs.first_day < 10 THEN 'days' ELSE 'weeks' END,
           brevity.name = 'weeks' OR signs.last_day - signs.first_day >= 10
    FROM generate_series(date_trunc('month', signs.first_day), signs.last_day, interval '1 month') AS m (month)
    CROSS JOIN unnest(signs.states) AS place
    CROSS JOIN (VALUES ('days'), ('weeks')) AS brevity (name)
    WHERE NOT signs.total AND signs.last_day - signs.first_day < 100
    UNION ALL
    -- What has days and a place meets its like by these alone; whatever lacks one of them is also found by its names, its
    -- operation and its large figures, which tell it from nearly all others.
    SELECT concat_ws('|', k.key, fix.name),
           fix.name = CASE WHEN k.fixed THEN 'fixed' ELSE 'loose' END,
           fix.name = 'loose' OR NOT k.fixed
    FROM (
        SELECT l.key, coalesce(signs.states <> '{}' AND signs.last_day - signs.first_day < 100, false) AS fixed
        FROM (
            SELECT concat_ws('|', signs.kind, 'person', one.word, other.word) AS key
            FROM unnest(signs.names) AS name
            CROSS JOIN LATERAL unnest(string_to_array(name, ' ')) AS one (word)
            CROSS JOIN LATERAL unnest(string_to_array(name, ' ')) AS other (word)
            WHERE one.word COLLATE "C" < other.word
            UNION ALL
            SELECT concat_ws('|', signs.kind, 'operation', signs.operation, signs.status)
            WHERE signs.kind = 'operation' AND signs.operation IS NOT NULL
            UNION ALL
            SELECT concat_ws('|', signs.kind, 'personnel', trim_scale(lower(signs.personnel)))
            WHERE lower(signs.personnel) >= 500
            UNION ALL
            SELECT concat_ws('|', signs.kind, 'goods', g.kind, trim_scale(lower(g.amount)))
            FROM unnest(signs.goods, signs.amounts) AS g (kind, amount)
            WHERE lower(g.amount) >= 10 AND lower(g.amount) = upper(g.amount)
        ) AS l
        WHERE NOT signs.total
    ) AS k
    CROSS JOIN (VALUES ('fixed'), ('loose')) AS fix (name)
$$;
