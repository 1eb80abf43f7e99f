-- search: the paragraphs that answer best, the newest first among equals; what is null does not narrow it down
SELECT p.reference_id, c.cable_date, p.ordinal, p.label, p.marking, p.heading, c.subject,
       read.search_snippet(p.text, read.search_query(%(words)s), %(opening)s, %(closing)s) AS snippet,
       read.search_rank(p.search, %(words)s) AS rank
FROM read.paragraphs p
JOIN read.cables c USING (reference_id)
WHERE p.search @@ read.search_query(%(words)s)
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
  )
ORDER BY rank DESC, c.cable_date DESC NULLS LAST, p.reference_id COLLATE "C", p.ordinal
LIMIT %(limit)s;

-- lexemes: how many words there are to look for
SELECT numnode(read.search_query(%(words)s)) AS count;
