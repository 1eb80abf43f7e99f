-- Which reports are about one event: the weight of every sign, the pairs that it makes, and the incidents that these make.
-- Run once in `read_a` and once in `read_b` (by search_path).

-- What people decided: that two reports are about one event, or that they are not. Empty until the log has such decisions.
CREATE TABLE incident_links (
    report_a uuid    NOT NULL,
    report_b uuid    NOT NULL,
    same     boolean NOT NULL,
    PRIMARY KEY (report_a, report_b),
    CHECK (report_a < report_b)
);

-- Two reports of which the signs say strongly enough that they are about one event. Whether they are in one incident also
-- rests on the others.
CREATE TABLE incident_pairs (
    report_a uuid    NOT NULL,
    report_b uuid    NOT NULL,
    score    integer NOT NULL,
    reasons  text[]  NOT NULL,
    PRIMARY KEY (report_a, report_b),
    CHECK (report_a < report_b)
);
CREATE INDEX incident_pairs_b ON incident_pairs (report_b);

-- How well two lists of names agree: 2 where two of them share two words, 1 where one that is a single word is a word of
-- another, 0 where none does; null where either list is empty.
CREATE FUNCTION shared_names(a text[], b text[])
RETURNS integer
LANGUAGE plpgsql
IMMUTABLE
AS $$
DECLARE
    one text[];
    other text[];
    name_a text;
    name_b text;
    shared integer;
    best integer;
BEGIN
    FOREACH name_a IN ARRAY a LOOP
        one := string_to_array(name_a, ' ');
        FOREACH name_b IN ARRAY b LOOP
            other := string_to_array(name_b, ' ');
            shared := CASE WHEN one && other THEN (SELECT count(*) FROM unnest(one) AS word WHERE word = ANY (other)) ELSE 0 END;
            best := greatest(best, CASE
                WHEN shared >= 2 OR (shared = 1 AND cardinality(one) = 1 AND cardinality(other) = 1) THEN 2
                WHEN shared = 1 AND least(cardinality(one), cardinality(other)) = 1 THEN 1
                ELSE 0
            END);
        END LOOP;
    END LOOP;
    RETURN best;
END
$$;

-- What two figures say: equal ones the more, the larger they are; those that cannot both be right speak against. Tolls and
-- weights that differ a little are told of one event every day.
CREATE FUNCTION figures_weight(a numrange, b numrange)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT CASE
        WHEN a IS NULL OR b IS NULL THEN 0
        WHEN a = b AND lower(a) = upper(a) THEN
            CASE WHEN lower(a) >= 10 THEN 4 WHEN lower(a) >= 5 THEN 3 WHEN lower(a) >= 2 THEN 2 ELSE 0 END
        WHEN a && b THEN CASE WHEN lower(a) >= 10 THEN 2 ELSE 1 END
        WHEN greatest(lower(a), lower(b)) <= least(upper(a), upper(b)) * 1.15 THEN CASE WHEN lower(a) >= 10 THEN 2 ELSE 1 END
        WHEN greatest(lower(a), lower(b)) <= least(upper(a), upper(b)) * 1.35 + 1 THEN 0
        WHEN greatest(lower(a), lower(b)) <= least(upper(a), upper(b)) * 2 + 1 THEN -2
        ELSE -5
    END
$$;

-- What speaks for and against two reports being about one event: THE rule. The sum is the score of the pair; null is nothing.
CREATE FUNCTION weights(a incident_signs, b incident_signs)
RETURNS TABLE (
    totals integer, kinds integer, one_cable integer, days integer, place integer, people integer, groups integer,
    killed integer, injured integer, count integer, personnel integer, goods integer, form integer, operation
    integer, status integer, forces integer, few integer
)
LANGUAGE sql
STABLE
AS $$
    SELECT
        -- They met under a key that says all of it. Whoever counts the killed of a year gets another figure.
        CASE WHEN a.total AND b.total THEN CASE a.kind WHEN 'homicide_count' THEN 13 ELSE 9 END END,
        CASE WHEN a.kind <> b.kind OR a.total <> b.total THEN -100 END,
        CASE WHEN a.reference_id = b.reference_id THEN -10 END,
        CASE
            WHEN a.first_day IS NULL OR b.first_day IS NULL OR a.total THEN 0
            WHEN greatest(a.first_day, b.first_day) <= least(a.last_day, b.last_day) THEN
                CASE
                    WHEN greatest(a.last_day - a.first_day, b.last_day - b.first_day) = 0 THEN 4
                    WHEN greatest(a.last_day - a.first_day, b.last_day - b.first_day) < 10 THEN 3
                    WHEN greatest(a.last_day - a.first_day, b.last_day - b.first_day) < 31 THEN 2
                    WHEN greatest(a.last_day - a.first_day, b.last_day - b.first_day) < 100 THEN 1
                    ELSE 0
                END
            WHEN greatest(a.first_day, b.first_day) - least(a.last_day, b.last_day) = 1 THEN 2
            WHEN greatest(a.first_day, b.first_day) - least(a.last_day, b.last_day) <= 3 THEN
                -- Troops are announced, sent and there on days of their own.
                CASE a.kind WHEN 'operation' THEN 1 ELSE -1 END
            ELSE -8
        END,
        CASE
            WHEN a.total THEN
                -- A town's figure is not its state's; of a few days, one may name more of the towns.
                CASE
                    WHEN a.towns = b.towns THEN 0
                    WHEN a.last_day - a.first_day < 10 AND a.towns && b.towns THEN 0
                    ELSE -8
                END
            WHEN a.towns && b.towns THEN 3
            WHEN a.states && b.states THEN
                CASE
                    WHEN a.towns <> '{}' AND b.towns <> '{}' THEN -3
                    WHEN a.states = b.states AND cardinality(a.states) > 1 THEN 3
                    WHEN a.states = b.states AND a.kind = 'operation' THEN 2
                    ELSE 1
                END
            WHEN a.states <> '{}' AND b.states <> '{}' THEN -6
            ELSE 0
        END,
        CASE
            WHEN a.names || a.nicknames = '{}' OR b.names || b.nicknames = '{}' THEN 0
            ELSE CASE shared_names(a.names || a.nicknames, b.names || b.nicknames)
                WHEN 2 THEN 6
                WHEN 1 THEN 3
                ELSE CASE
                    -- All are named, and nobody is in both.
                    WHEN upper(a.people) <= cardinality(a.names) OR upper(b.people) <= cardinality(b.names)
                      OR upper(a.killed) <= cardinality(a.names) OR upper(b.killed) <= cardinality(b.names) THEN -8
                    ELSE -2
                END
            END
        END,
        CASE
            WHEN a.groups && b.groups THEN 1
            WHEN a.groups <> '{}' AND b.groups <> '{}' THEN -2
            ELSE 0
        END,
        figures_weight(a.killed, b.killed),
        figures_weight(a.injured, b.injured),
        CASE
            WHEN figures_weight(a.people, b.people) >= -1 THEN figures_weight(a.people, b.people)
            WHEN a.kind = 'homicide_count' AND a.reference_id <> b.reference_id THEN 0
            -- One may tell only of the one who has a name.
            WHEN a.names <> '{}' AND b.names <> '{}' AND shared_names(a.names, b.names) = 2 THEN -1
            ELSE figures_weight(a.people, b.people)
        END,
        figures_weight(a.personnel, b.personnel),
        CASE
            WHEN a.goods = '{}' OR b.goods = '{}' THEN 0
            ELSE (
                -- Goods of one kind speak for it, and how much it was speaks besides.
                SELECT CASE count(*)
                    WHEN 0 THEN -2
                    ELSE least(
                        count(*) + sum(CASE WHEN x.kind = y.kind THEN figures_weight(x.amount, y.amount) ELSE 0 END), 8
                    )
                END
                FROM unnest(a.goods, a.amounts) AS x (kind, amount)
                JOIN unnest(b.goods, b.amounts) AS y (kind, amount)
                    -- Where one has no unit, only what it is can be compared.
                    ON x.kind = y.kind OR x.kind = split_part(y.kind, '/', 1) OR y.kind = split_part(x.kind, '/', 1)
            )::integer
        END,
        CASE
            WHEN a.subtype = b.subtype THEN CASE
                WHEN a.subtype IN ('grenade', 'bombing', 'ambush', 'kidnapping') THEN 2
                WHEN a.subtype = 'other' THEN 0
                ELSE 1
            END
            WHEN 'kidnapping' IN (a.subtype, b.subtype) THEN -5
            ELSE 0
        END,
        CASE
            WHEN a.operation = b.operation THEN CASE a.kind WHEN 'operation' THEN 3 ELSE 1 END
            -- Those without a name go by their states and their year, as somebody told these.
            WHEN a.operation ~ '-[0-9]{4}$' OR b.operation ~ '-[0-9]{4}$' THEN 0
            WHEN a.operation <> b.operation THEN CASE a.kind WHEN 'operation' THEN -3 ELSE -1 END
            ELSE 0
        END,
        CASE
            WHEN a.status = b.status THEN 1
            -- What one cable calls a launch, another calls more of the same.
            WHEN a.status IN ('launched', 'reinforced') AND b.status IN ('launched', 'reinforced') THEN -1
            WHEN a.status <> b.status THEN -10
            ELSE 0
        END,
        CASE
            WHEN array_remove(array_remove(array_remove(a.agencies, 'police'), 'military'), 'government') && b.agencies
                THEN 1
        END,
        -- Of killings of one or two, a town may have several a day: day, town and form do not tell which.
        CASE
            WHEN a.kind = 'attack' AND NOT (a.total OR b.total)
             AND a.subtype IN ('killing', 'shooting', 'clash', 'other') AND b.subtype IN ('killing', 'shooting', 'clash', 'other')
             AND upper(a.killed) <= 2 AND upper(b.killed) <= 2
             AND NOT (a.groups && b.groups)
             AND (a.names || a.nicknames = '{}' OR b.names || b.nicknames = '{}')
                THEN -2
        END
$$;

CREATE FUNCTION pair_score(a incident_signs, b incident_signs)
RETURNS TABLE (score integer)
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(w.totals, 0)
           + coalesce(w.kinds, 0)
           + coalesce(w.one_cable, 0)
           + coalesce(w.days, 0)
           + coalesce(w.place, 0)
           + coalesce(w.people, 0)
           + coalesce(w.groups, 0)
           + coalesce(w.killed, 0)
           + coalesce(w.injured, 0)
           + coalesce(w.count, 0)
           + coalesce(w.personnel, 0)
           + coalesce(w.goods, 0)
           + coalesce(w.form, 0)
           + coalesce(w.operation, 0)
           + coalesce(w.status, 0)
           + coalesce(w.forces, 0)
           + coalesce(w.few, 0)
    FROM weights(a, b) AS w
$$;

-- What the score of two reports rests on, with the weight of each.
CREATE FUNCTION pair_reasons(a incident_signs, b incident_signs)
RETURNS TABLE (reasons text[])
LANGUAGE sql
STABLE
AS $$
    SELECT ARRAY(
        SELECT r.reason || ' ' || to_char(r.weight, 'FMSG999')
        FROM weights(a, b) AS w
        CROSS JOIN LATERAL unnest(
            ARRAY[
                w.totals, w.kinds, w.one_cable, w.days, w.place, w.people, w.groups, w.killed,
                w.injured, w.count, w.personnel, w.goods, w.form, w.operation, w.status, w.forces,
                w.few
            ],
            ARRAY[
                'totals of one period and place', 'not of one kind', 'told apart by one cable', 'days',
                'place', 'people', 'groups', 'killed', 'injured', 'count', 'personnel', 'goods', 'form',
                'operation', 'status', 'forces', 'few killed, of many such'
            ]
        ) AS r (weight, reason)
        WHERE r.weight <> 0
    )
$$;

-- The score that joins two reports, and the one below which a report keeps two groups apart.
CREATE FUNCTION joins_at() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 7';
CREATE FUNCTION parts_below() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 3';

-- The pair that two reports make, if they make one; a decision weighs more than any sign.
CREATE FUNCTION pair_of(a incident_signs, b incident_signs)
RETURNS SETOF incident_pairs
LANGUAGE sql
STABLE
AS $$
    SELECT a.report_id, b.report_id, coalesce(link.score, scored.score),
           CASE WHEN link.score IS NULL THEN (SELECT r.reasons FROM pair_reasons(a, b) AS r) ELSE '{decided}' END
    FROM pair_score(a, b) AS scored
    LEFT JOIN LATERAL (
        SELECT CASE WHEN l.same THEN 1000 ELSE -1000 END AS score
        FROM incident_links l
        WHERE l.report_a = a.report_id AND l.report_b = b.report_id
    ) AS link ON true
    WHERE coalesce(link.score, scored.score) >= joins_at()
$$;

-- The incident of each of these reports: complete linkage over their pairs, the strongest first, ties by the ids. Two
-- groups join if no report of the one keeps any of the other apart. An incident has the id of its earliest report, by the
-- cable's date, its reference ID and the report's id. A pure function of the set of reports; those that pairs connect
-- must all be given.
CREATE FUNCTION merged(signs incident_signs[], pairs incident_pairs[])
RETURNS TABLE (report_id uuid, incident_id uuid)
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    group_of integer[] := ARRAY(SELECT generate_series(1, cardinality(signs)));
    pair record;
    ours integer[];
    theirs integer[];
BEGIN
    FOR pair IN
        SELECT a.ordinality AS a, b.ordinality AS b, p.score
        FROM unnest(pairs) AS p
        JOIN unnest(signs) WITH ORDINALITY AS a ON a.report_id = p.report_a
        JOIN unnest(signs) WITH ORDINALITY AS b ON b.report_id = p.report_b
        ORDER BY p.score DESC, p.report_a, p.report_b
    LOOP
        CONTINUE WHEN group_of[pair.a] = group_of[pair.b];
        ours := array_positions(group_of, group_of[pair.a]);
        theirs := array_positions(group_of, group_of[pair.b]);
        -- Which of two signs is the first makes no difference to their score.
        CONTINUE WHEN cardinality(ours) + cardinality(theirs) > 2 AND EXISTS (
            -- Each is taken out of the array once, not once for each of its signs.
            SELECT
            FROM (SELECT signs[o] AS sign FROM unnest(ours) AS o OFFSET 0) AS one
            CROSS JOIN (SELECT signs[t] AS sign FROM unnest(theirs) AS t OFFSET 0) AS other
            CROSS JOIN LATERAL pair_score(one.sign, other.sign) AS s
            LEFT JOIN incident_links l
                ON l.report_a = least((one.sign).report_id, (other.sign).report_id)
               AND l.report_b = greatest((one.sign).report_id, (other.sign).report_id)
            WHERE CASE
                WHEN l.same IS NOT NULL THEN NOT l.same
                -- What people join, only people keep apart.
                ELSE pair.score < 1000 AND s.score < parts_below()
            END
        );
        group_of := array_replace(group_of, group_of[pair.b], group_of[pair.a]);
    END LOOP;
    RETURN QUERY
        SELECT s.report_id,
               first_value(s.report_id) OVER (
                   PARTITION BY group_of[s.ordinality] ORDER BY s.cable_date, s.reference_id COLLATE "C", s.report_id
               )
        FROM unnest(signs) WITH ORDINALITY AS s;
END
$$;

-- The incident of each of these reports, whatever was folded: what is withdrawn is an incident of its own.
CREATE FUNCTION incidents_among(told reports[])
RETURNS TABLE (report_id uuid, incident_id uuid)
LANGUAGE sql
STABLE
-- How many reports there are is known only here: a plan for few would take minutes for a thousand.
SET enable_nestloop TO off
SET jit TO off
AS $$
    WITH signs AS MATERIALIZED (
        SELECT s.* FROM unnest(told) AS r CROSS JOIN LATERAL signs_of(r) AS s
    ), keys AS MATERIALIZED (
        SELECT s.report_id, k.* FROM signs s CROSS JOIN LATERAL keys_of(s) AS k
    ), meetings AS (
        SELECT DISTINCT least(one.report_id, other.report_id) AS report_a, greatest(one.report_id, other.report_id) AS report_b
        FROM keys one
        JOIN keys other ON other.key = one.key AND other.found AND other.report_id <> one.report_id
        WHERE one.looks
        UNION
        SELECT l.report_a, l.report_b FROM incident_links l
    ), pairs AS MATERIALIZED (
        SELECT p.*
        FROM meetings m
        JOIN signs a ON a.report_id = m.report_a
        JOIN signs b ON b.report_id = m.report_b
        CROSS JOIN LATERAL pair_of(a, b) AS p
    ), paired AS (
        SELECT s.* FROM signs s WHERE s.report_id IN (SELECT p.report_a FROM pairs p UNION SELECT p.report_b FROM pairs p)
    )
    SELECT r.report_id, coalesce(m.incident_id, r.report_id)
    FROM unnest(told) AS r
    LEFT JOIN merged(
        ARRAY(SELECT p::incident_signs FROM paired p), ARRAY(SELECT p::incident_pairs FROM pairs p)
    ) AS m ON m.report_id = r.report_id
$$;
