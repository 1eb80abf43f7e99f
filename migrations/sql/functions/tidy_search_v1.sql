-- Puts what waits into the index of words of a set of read tables, which only its owner may: at the end of a batch, so that
-- no search reads a long list, and a large batch is sorted in as one.
CREATE FUNCTION jobs.tidy_search_v1(wanted text)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF wanted IN ('read_a', 'read_b') THEN
        PERFORM gin_clean_pending_list(format('%I.paragraphs_search', wanted)::regclass);
    END IF;
END
$$;
