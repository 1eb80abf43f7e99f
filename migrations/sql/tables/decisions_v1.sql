-- What people decided, and how it bears on reports and incidents. Run once in `read_a` and once in `read_b` (by search_path).

CREATE TABLE decisions (
    decision_id     uuid        PRIMARY KEY,
    position        bigint      NOT NULL,
    recorded_at     timestamptz NOT NULL,
    actor           text        NOT NULL,
    act             text        NOT NULL,
    subject_kind    text        NOT NULL,
    subjects        text[]      NOT NULL,
    report_ids      uuid[]      NOT NULL,
    -- Of a separation those that stay.
    others          uuid[]      NOT NULL,
    -- The cables whose streams tell it; none where it has a stream of its own only.
    reference_ids   text[]      NOT NULL,
    fields          text[]      NOT NULL,
    reason          text,
    ground          text,
    note            text,
    url             text,
    undone_by       uuid,
    undone_position bigint
);
CREATE INDEX decisions_reports ON decisions USING gin (report_ids);
CREATE INDEX decisions_links ON decisions (act) WHERE act IN ('merge', 'separate');

-- Where a re-reading makes something else of a report than people decided: the newest such look at each.
CREATE TABLE rereadings (
    report_id    uuid        PRIMARY KEY,
    reference_id text        NOT NULL,
    document_id  uuid        NOT NULL,
    position     bigint      NOT NULL,
    recorded_at  timestamptz NOT NULL,
    extractor    text        NOT NULL,
    -- Null where the report is no longer found.
    report       jsonb,
    facts        jsonb       NOT NULL DEFAULT '{}',
    fields       text[]      NOT NULL,
    disputed     uuid[]      NOT NULL
);
CREATE INDEX rereadings_cable ON rereadings (reference_id);

-- Whether a report is withheld now: of one that is, nothing is shown of what was told of it at any time.
CREATE FUNCTION is_withheld(id uuid)
RETURNS boolean
LANGUAGE sql
STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM decisions d WHERE d.report_ids @> ARRAY[id] AND d.act = 'withhold' AND d.undone_by IS NULL
    )
$$;

-- Which reports people joined and parted, of the decisions in force at a position: of two about one pair the newer counts.
CREATE FUNCTION links_at(at_position bigint)
RETURNS SETOF incident_links
LANGUAGE sql
STABLE
AS $$
    SELECT DISTINCT ON (pair.report_a, pair.report_b) pair.report_a, pair.report_b, pair.same
    FROM decisions d
    CROSS JOIN LATERAL (
        SELECT a AS report_a, b AS report_b, true AS same
        FROM unnest(d.report_ids) AS a
        JOIN unnest(d.report_ids) AS b ON a < b
        WHERE d.act = 'merge'
        UNION ALL
        SELECT least(a, b), greatest(a, b), false
        FROM unnest(d.report_ids) AS a
        CROSS JOIN unnest(d.others) AS b
        WHERE d.act = 'separate'
    ) AS pair
    WHERE d.act IN ('merge', 'separate')
      AND d.subject_kind = 'incident'
      AND d.position <= at_position
      AND (d.undone_position IS NULL OR d.undone_position > at_position)
    ORDER BY pair.report_a, pair.report_b, d.position DESC
$$;

-- A report with another standing: of one that is withheld nothing is left but that it is of a cable, and of a kind.
CREATE FUNCTION report_standing(
    told reports, status text, is_withdrawn boolean, reason text, withheld boolean, at_position bigint
)
RETURNS SETOF reports
LANGUAGE sql
STABLE
AS $$
    SELECT told.report_id, told.reference_id, told.document_id, told.kind,
           CASE WHEN NOT withheld THEN told.date_start END, CASE WHEN NOT withheld THEN told.date_end END,
           CASE WHEN withheld THEN '{}' ELSE told.states END, CASE WHEN withheld THEN '{}' ELSE told.cartels END,
           CASE WHEN NOT withheld THEN told.operation END, told.aggregate AND NOT withheld,
           CASE WHEN withheld THEN jsonb_build_object('kind', told.kind) ELSE told.report END,
           CASE WHEN withheld THEN jsonb_build_object('kind', told.kind) ELSE told.facts END,
           CASE WHEN withheld THEN 0 ELSE told.quote_start END, CASE WHEN withheld THEN 0 ELSE told.quote_end END,
           CASE WHEN withheld THEN 0 ELSE told.passage_start END, CASE WHEN withheld THEN 0 ELSE told.passage_end END,
           CASE WHEN withheld THEN '{}' ELSE told.paragraph_ordinals END,
           status, is_withdrawn OR withheld, CASE WHEN NOT withheld THEN reason END, told.extractor, told.recorded_at,
           at_position, told.incident_id, told.cable_date, told.incident_position
$$;

-- As in `incident_pairs_v1.sql`, with the links that count given: they may be those of an earlier day.
DROP FUNCTION pair_of(incident_signs, incident_signs);
CREATE FUNCTION pair_of(a incident_signs, b incident_signs, same boolean)
RETURNS SETOF incident_pairs
LANGUAGE sql
STABLE
AS $$
    SELECT a.report_id, b.report_id, coalesce(decided.score, scored.score),
           CASE WHEN same IS NULL THEN (SELECT r.reasons FROM pair_reasons(a, b) AS r) ELSE '{decided}' END
    FROM pair_score(a, b) AS scored
    CROSS JOIN (SELECT CASE same WHEN true THEN 1000 WHEN false THEN -1000 END AS score) AS decided
    WHERE coalesce(decided.score, scored.score) >= joins_at()
$$;

DROP FUNCTION merged(incident_signs[], incident_pairs[]);
CREATE FUNCTION merged(signs incident_signs[], pairs incident_pairs[], links incident_links[])
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
            LEFT JOIN unnest(links) AS l
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

-- The incident of each of these reports by the decisions in force at a position, whatever was folded: what is withdrawn is
-- an incident of its own.
DROP FUNCTION incidents_among(reports[]);
CREATE FUNCTION incidents_among(told reports[], at_position bigint DEFAULT 9223372036854775807)
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
    ), links AS MATERIALIZED (
        SELECT l.* FROM links_at(at_position) AS l
    ), meetings AS (
        SELECT DISTINCT least(one.report_id, other.report_id) AS report_a, greatest(one.report_id, other.report_id) AS report_b
        FROM keys one
        JOIN keys other ON other.key = one.key AND other.found AND other.report_id <> one.report_id
        WHERE one.looks
        UNION
        SELECT l.report_a, l.report_b FROM links l
    ), pairs AS MATERIALIZED (
        SELECT p.*
        FROM meetings m
        JOIN signs a ON a.report_id = m.report_a
        JOIN signs b ON b.report_id = m.report_b
        LEFT JOIN links l ON l.report_a = m.report_a AND l.report_b = m.report_b
        CROSS JOIN LATERAL pair_of(a, b, l.same) AS p
    ), paired AS (
        SELECT s.* FROM signs s WHERE s.report_id IN (SELECT p.report_a FROM pairs p UNION SELECT p.report_b FROM pairs p)
    )
    SELECT r.report_id, coalesce(m.incident_id, r.report_id)
    FROM unnest(told) AS r
    LEFT JOIN merged(
        ARRAY(SELECT p::incident_signs FROM paired p), ARRAY(SELECT p::incident_pairs FROM pairs p),
        ARRAY(SELECT l::incident_links FROM links l)
    ) AS m ON m.report_id = r.report_id
$$;

-- The reports as the log told them up to a position, with the incidents that they made then, by the decisions of then. Their
-- words, the labels of their paragraphs and the date of their cable are as the cables are read now; of what is withheld now
-- nothing is told.
CREATE OR REPLACE FUNCTION reports_at(at_position bigint)
RETURNS SETOF reports
LANGUAGE sql
STABLE
AS $$
    WITH recorded AS (
        SELECT r AS report FROM reports r WHERE r.position <= at_position
        UNION ALL
        SELECT report_of(v) FROM report_versions v WHERE v.position <= at_position AND v.until > at_position
    ), told AS MATERIALIZED (
        SELECT CASE
                   WHEN is_withheld((t.report).report_id) THEN (
                       SELECT s FROM report_standing(t.report, (t.report).review_status, true, NULL, true, (t.report).position) AS s
                   )
                   ELSE t.report
               END AS report
        FROM recorded t
    ), grouped AS MATERIALIZED (
        SELECT g.report_id, g.incident_id FROM incidents_among(ARRAY(SELECT t.report FROM told t), at_position) AS g
    )
    SELECT (t.report).report_id, (t.report).reference_id, (t.report).document_id, (t.report).kind, (t.report).date_start,
           (t.report).date_end, (t.report).states, (t.report).cartels, (t.report).operation, (t.report).aggregate,
           (t.report).report, (t.report).facts, (t.report).quote_start, (t.report).quote_end, (t.report).passage_start,
           (t.report).passage_end, (t.report).paragraph_ordinals, (t.report).review_status, (t.report).withdrawn,
           (t.report).withdrawn_reason, (t.report).extractor, (t.report).recorded_at, (t.report).position, g.incident_id,
           (t.report).cable_date, (t.report).incident_position
    FROM told t
    JOIN grouped g ON g.report_id = (t.report).report_id
$$;
