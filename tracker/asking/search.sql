-- lexemes: how many words there are to look for
SELECT numnode(read.search_query(%(words)s)) AS count;

-- wanted: a condition, what is null does not narrow it down
p.search @@ read.search_query(%(words)s)
AND (%(post)s::text IS NULL OR regexp_replace(p.reference_id, '^\d+([^\d]+)\d+.*$', '\1') = upper(%(post)s))
AND (%(after)s::date IS NULL OR c.cable_date >= %(after)s::date)
AND (%(before)s::date IS NULL OR c.cable_date < %(before)s::date)
AND (%(tags)s::text[] IS NULL OR c.tags @> %(tags)s::text[])
AND (
    %(kind)s::text IS NULL
    OR EXISTS (
        SELECT
        FROM read.reports r
        WHERE r.reference_id = p.reference_id
          AND r.kind = %(kind)s
          AND p.ordinal = ANY (r.paragraph_ordinals)
          AND NOT r.withdrawn
    )
);

-- cable: a join, the cable of each paragraph one by one, as `read.search_paragraphs` has it
CROSS JOIN LATERAL (
    SELECT each.cable_date, each.subject, each.tags
    FROM read.cables each
    WHERE each.reference_id = p.reference_id
    OFFSET 0
) AS c;

-- many: whether more paragraphs answer than are compared with each other
SELECT count(*) > %(ranked)s AS many
FROM (
    SELECT
    FROM read.paragraphs p
    {cable}
    WHERE {wanted}
    LIMIT %(ranked)s + 1
) AS answers;

-- many_anywhere: the same where words alone are asked for, so that no paragraph's cable need be looked up
SELECT count(*) > %(ranked)s AS many
FROM (
    SELECT FROM read.paragraphs p WHERE p.search @@ read.search_query(%(words)s) LIMIT %(ranked)s + 1
) AS answers;

-- best: the paragraphs that answer best, the newest first among equals
SELECT p.reference_id, c.cable_date, p.ordinal, p.label, p.marking, p.heading, c.subject,
       read.search_snippet(p.text, read.search_query(%(words)s), %(opening)s, %(closing)s) AS snippet,
       read.search_rank(p.search, %(words)s) AS rank
FROM read.paragraphs p
{cable}
WHERE {wanted}
ORDER BY rank DESC, c.cable_date DESC NULLS LAST, p.reference_id COLLATE "C", p.ordinal
LIMIT %(limit)s;

-- newest: the newest that answer, found by going through the cables from the newest on
SELECT p.reference_id, c.cable_date, p.ordinal, p.label, p.marking, p.heading, c.subject,
       read.search_snippet(p.text, read.search_query(%(words)s), %(opening)s, %(closing)s) AS snippet,
       NULL::real AS rank
FROM (
    SELECT each.reference_id, each.cable_date, each.subject, each.tags
    FROM read.cables each
    WHERE each.cable_date IS NOT NULL
    ORDER BY each.cable_date DESC
    OFFSET 0
) AS c
CROSS JOIN LATERAL (
    SELECT each.reference_id, each.ordinal, each.label, each.marking, each.heading, each.text, each.search
    FROM read.paragraphs each
    WHERE each.reference_id = c.reference_id
    OFFSET 0
) AS p
WHERE {wanted}
ORDER BY c.cable_date DESC, p.reference_id COLLATE "C", p.ordinal
LIMIT %(limit)s;
