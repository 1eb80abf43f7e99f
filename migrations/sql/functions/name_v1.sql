-- A name as printed: the words of its pieces (an array of [start, end]), without the cuts, joined by spaces.
CREATE FUNCTION log.name_v1(name_document_id uuid, pieces jsonb, cuts jsonb DEFAULT '[]')
RETURNS text
LANGUAGE sql
STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT string_agg(
        log.words_v1(name_document_id, (piece ->> 0)::integer, (piece ->> 1)::integer, cuts), ' ' ORDER BY nth
    )
    FROM jsonb_array_elements(pieces) WITH ORDINALITY AS p (piece, nth)
$$;
