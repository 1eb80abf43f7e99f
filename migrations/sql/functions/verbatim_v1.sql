-- The words of a document between two offsets (code points), exactly as they stand in it.
CREATE FUNCTION log.verbatim_v1(words_document_id uuid, from_offset integer, to_offset integer)
RETURNS text
LANGUAGE sql
STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT string_agg(
        substr(
            p.words,
            greatest(from_offset - p.start_offset, 0) + 1,
            least(to_offset, p.start_offset + char_length(p.words)) - greatest(from_offset, p.start_offset)
        ), '' ORDER BY p.ordinal
    )
    FROM log.document_parts p
    WHERE p.document_id = words_document_id
      AND p.start_offset < to_offset
      AND p.start_offset + char_length(p.words) > from_offset
$$;
