-- A paragraph's cleaned text: the words between its offsets without the cuts (an array of [start, end]), each run of
-- white space as one space. The same rule as `tracker.cables.model.clean`; a test holds the two together.
CREATE FUNCTION log.cleaned_v1(cleaned_document_id uuid, from_offset integer, to_offset integer, cuts jsonb)
RETURNS text
LANGUAGE sql
STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    WITH kept AS (
        SELECT lag(c.cut_end, 1, from_offset) OVER (ORDER BY c.cut_start, c.cut_end) AS kept_start, c.cut_start AS kept_end
        FROM (
            SELECT (cut ->> 0)::integer AS cut_start, (cut ->> 1)::integer AS cut_end
            FROM jsonb_array_elements(cuts) AS e (cut)
            UNION ALL
            SELECT to_offset, to_offset
        ) AS c
    )
    SELECT coalesce(btrim(regexp_replace(
        string_agg(log.verbatim_v1(cleaned_document_id, kept_start, kept_end), '' ORDER BY kept_start),
        '\s+', ' ', 'g'
    )), '')
    FROM kept
    WHERE kept_start < kept_end
$$;
