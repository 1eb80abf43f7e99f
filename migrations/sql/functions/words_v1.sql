-- The words of a document between two offsets (code points), with each run of white space as one space.
CREATE FUNCTION log.words_v1(words_document_id uuid, from_offset integer, to_offset integer)
RETURNS text
LANGUAGE sql
STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT btrim(regexp_replace(log.verbatim_v1(words_document_id, from_offset, to_offset), '\s+', ' ', 'g'))
$$;
