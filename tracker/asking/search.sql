-- lexemes: how many words there are to look for, and whether all paragraphs are searched
SELECT numnode(read.search_query(%(words)s)) AS count, s.whole FROM read.searched s;

-- searched: since when those were recorded that are not searched yet; null where none is
SELECT s.recorded_at FROM read.searched s;

-- index_alone: that in this transaction the index of words answers: where the planner took rare words for common ones it
-- would read all paragraphs, and others to help it take longer than to do it
SELECT set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true);

-- foreseen: how many paragraphs the planner expects to have the words, by what it knows of common ones
EXPLAIN (FORMAT JSON) SELECT FROM read.paragraphs p WHERE p.search @@ read.search_query(%(words)s);

-- fitting: a condition on a cable, what is null does not narrow it down
(
    %(post)s::text IS NULL
    OR strpos(c.reference_id, upper(%(post)s)) > 0
   AND regexp_replace(c.reference_id, '^\d+([^\d]+)\d+.*$', '\1') = upper(%(post)s)
)
AND (%(after)s::date IS NULL OR c.cable_date >= %(after)s::date)
AND (%(before)s::date IS NULL OR c.cable_date < %(before)s::date)
AND (%(tags)s::text[] IS NULL OR c.tags @> %(tags)s::text[]);

-- told: a condition on a paragraph: that a report of the kind rests on it
(p.reference_id, p.ordinal) IN (
    SELECT r.reference_id, t.ordinal
    FROM read.reports r
    JOIN read.report_paragraphs t USING (report_id)
    WHERE r.kind = %(kind)s AND NOT r.withdrawn
);

-- anywhere: the paragraphs with the words
SELECT p.reference_id, p.ordinal, p.search FROM read.paragraphs p WHERE p.search @@ read.search_query(%(words)s);

-- narrowed: those of cables and reports that fit; the cable of each is looked up, as `read.search_paragraphs` does it
SELECT p.reference_id, p.ordinal, p.search
FROM read.paragraphs p
CROSS JOIN LATERAL (
    SELECT each.reference_id, each.cable_date, each.tags FROM read.cables each WHERE each.reference_id = p.reference_id OFFSET 0
) AS c
WHERE p.search @@ read.search_query(%(words)s) AND {fitting} AND {told};

-- best: the paragraphs that answer best, the newest first among equals; where more than `ranked` answer, the newest; where
-- more than `dated` do, none. Always at least a row, with how many answer. The index is asked once; texts are looked up of the
-- best alone, among which those with the words exactly as they are asked for come first; cables and places of what is shown
WITH answers AS MATERIALIZED (
    {answers} LIMIT %(dated)s + 1
), counted AS MATERIALIZED (
    SELECT count(*) AS answers FROM answers
), chosen AS (
    (
        SELECT a.reference_id, a.ordinal, a.by_stems + read.exact_rank(p.text, %(words)s) AS rank
        FROM (
            SELECT each.reference_id, each.ordinal, read.search_rank(each.search, %(words)s) AS by_stems
            FROM answers each
            WHERE (SELECT n.answers <= %(ranked)s FROM counted n)
            ORDER BY by_stems DESC
            FETCH FIRST %(considered)s ROWS WITH TIES
        ) AS a
        CROSS JOIN LATERAL (
            SELECT each.text
            FROM read.paragraphs each
            WHERE each.reference_id = a.reference_id AND each.ordinal = a.ordinal
            OFFSET 0
        ) AS p
        ORDER BY rank DESC
        FETCH FIRST %(limit)s ROWS WITH TIES
    )
    UNION ALL
    (
        SELECT a.reference_id, a.ordinal, NULL
        FROM answers a
        JOIN read.cables c USING (reference_id)
        WHERE (SELECT n.answers > %(ranked)s AND n.answers <= %(dated)s FROM counted n) AND c.cable_date IS NOT NULL
        ORDER BY c.cable_date DESC
        FETCH FIRST %(limit)s ROWS WITH TIES
    )
)
SELECT n.answers, f.reference_id, c.cable_date, f.ordinal, p.label, p.marking, p.heading, c.subject, f.rank,
       CASE WHEN p.text IS NOT NULL THEN
           read.search_snippet(p.text, read.search_query(%(words)s), %(opening)s, %(closing)s)
       END AS snippet
FROM counted n
LEFT JOIN chosen f ON true
LEFT JOIN read.paragraphs p ON p.reference_id = f.reference_id AND p.ordinal = f.ordinal
LEFT JOIN read.cables c ON c.reference_id = f.reference_id
ORDER BY f.rank DESC, c.cable_date DESC NULLS LAST, f.reference_id COLLATE "C", f.ordinal
LIMIT %(limit)s;

-- newest: the newest that answer, found by going through so many cables (all where null) from the newest on. The words are
-- compared by the operator's function, which no index answers: the index of words would be asked for each cable
SELECT NULL AS answers, p.reference_id, c.cable_date, p.ordinal, p.label, p.marking, p.heading, c.subject,
       read.search_snippet(p.text, read.search_query(%(words)s), %(opening)s, %(closing)s) AS snippet, NULL::real AS rank
FROM (
    SELECT c.reference_id, c.cable_date, c.subject
    FROM read.cables c
    WHERE c.cable_date IS NOT NULL AND {fitting}
    ORDER BY c.cable_date DESC, c.reference_id COLLATE "C"
    LIMIT %(walked)s
) AS c
CROSS JOIN LATERAL (
    SELECT p.reference_id, p.ordinal, p.label, p.marking, p.heading, p.text
    FROM read.paragraphs p
    WHERE p.reference_id = c.reference_id AND ts_match_vq(p.search, read.search_query(%(words)s)) AND {told}
    OFFSET 0
) AS p
ORDER BY c.cable_date DESC, p.reference_id COLLATE "C", p.ordinal
LIMIT %(limit)s;
