-- Run once in each set of read tables.

-- What speaks for and against two reports being about one event: THE rule. The sum is the score of the pair; null is nothing.
CREATE OR REPLACE FUNCTION weights(a incident_signs, b incident_signs)
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
        -- Whoever wrote it told them apart, unless the opening sums up what a later paragraph tells, with figures that agree.
        CASE WHEN a.reference_id = b.reference_id THEN CASE
            WHEN a.part <> b.part
             AND (
                 figures_weight(a.killed, b.killed) > 0
                 OR figures_weight(a.people, b.people) > 0
                 OR EXISTS (
                     SELECT
                     FROM unnest(a.goods, a.amounts) AS x (kind, amount)
                     JOIN unnest(b.goods, b.amounts) AS y (kind, amount) USING (kind)
                     WHERE figures_weight(x.amount, y.amount) > 0
                 )
             ) THEN -1
            ELSE -10
        END END,
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
