-- The words of a document between two offsets (code points) without the cuts (an array of [start, end]; those outside
-- do not count), each run of white space as one space. The same rule as `tracker.cables.model.words`, and the same
-- white space, whatever the server's locale takes for such; a test holds the two together.
CREATE FUNCTION log.words_v1(words_document_id uuid, from_offset integer, to_offset integer, cuts jsonb DEFAULT '[]')
RETURNS text
LANGUAGE sql
STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    WITH kept AS (
        SELECT lag(c.cut_end, 1, from_offset) OVER (ORDER BY c.cut_start, c.cut_end) AS kept_start,
               c.cut_start AS kept_end
        FROM (
            SELECT (cut ->> 0)::integer AS cut_start, (cut ->> 1)::integer AS cut_end
            FROM jsonb_array_elements(cuts) AS e (cut)
            WHERE (cut ->> 0)::integer >= from_offset AND (cut ->> 1)::integer <= to_offset
            UNION ALL
            SELECT to_offset, to_offset
        ) AS c
    )
    SELECT coalesce(btrim(regexp_replace(
        string_agg(log.verbatim_v1(words_document_id, kept_start, kept_end), '' ORDER BY kept_start),
        '[ \t\n\r\f\v\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', 'g'
    )), '')
    FROM kept
    WHERE kept_start < kept_end
$$;
