-- Searching, over views only: whichever set of tables these show.

-- Without an order of its own, so that a query that asks for the best few makes snippets of those few alone. The cables of
-- what is found are looked up one by one (the OFFSET sees to it): how many paragraphs have some words cannot be foreseen,
-- and where many are expected all cables would be read for a few.
CREATE OR REPLACE FUNCTION read.search_paragraphs(query text)
RETURNS TABLE (
    reference_id text, cable_date timestamptz, ordinal integer, label text, marking text, heading text, subject text,
    tags text[], snippet text, rank real
)
LANGUAGE sql
STABLE
AS $$
    SELECT p.reference_id, c.cable_date, p.ordinal, p.label, p.marking, p.heading, c.subject, c.tags,
           read.search_snippet(p.text, read.search_query(query)), read.search_rank(p.search, query) + read.exact_rank(p.text, query)
    FROM read.paragraphs p
    CROSS JOIN LATERAL (
        SELECT each.cable_date, each.subject, each.tags
        FROM read.cables each
        WHERE each.reference_id = p.reference_id
        OFFSET 0
    ) AS c
    WHERE p.search @@ read.search_query(query)
$$;
