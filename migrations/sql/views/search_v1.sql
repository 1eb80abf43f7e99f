-- Searching, over views only: whichever set of tables these show.

COMMENT ON COLUMN read.paragraphs.search IS
    'Its words for full-text search, without accents: search @@ read.search_query(''...'').';

-- Without an order of its own, so that a query that asks for the best few makes snippets of those few alone.
CREATE OR REPLACE FUNCTION read.search_paragraphs(query text)
RETURNS TABLE (
    reference_id text, cable_date timestamptz, ordinal integer, label text, marking text, heading text, subject text,
    tags text[], snippet text, rank real
)
LANGUAGE sql
STABLE
AS $$
    SELECT p.reference_id, c.cable_date, p.ordinal, p.label, p.marking, p.heading, c.subject, c.tags,
           read.search_snippet(p.text, read.search_query(query)), read.search_rank(p.search, query)
    FROM read.paragraphs p
    JOIN read.cables c USING (reference_id)
    WHERE p.search @@ read.search_query(query)
$$;
COMMENT ON FUNCTION read.search_paragraphs(text) IS
    'The paragraphs that have the words, in any order: ORDER BY rank DESC, cable_date DESC. "a phrase", -without, or.';
