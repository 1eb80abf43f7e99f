-- Searching paragraphs: the same folding for what is kept and for what is asked, in functions that SQL users call too.

-- Words without their accents, character for character: each letter stays at its place, so that what is found in the folded
-- words is shown in the real ones. What the server's parser would take for a path, a tag, an entity, a negative number or
-- one word with the next is parted. Nearly all paragraphs are in ASCII, and need no more.
CREATE OR REPLACE FUNCTION read.folded(words text)
RETURNS text
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN regexp_replace(
    CASE
        WHEN octet_length(words) = char_length(words) THEN words
        ELSE regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g')
    END,
    '[/_<>&–—-]', ' ', 'g'
);
COMMENT ON FUNCTION read.folded(text) IS 'Words without their accents, each letter at its place: Juárez is Juarez.';

-- What of words is searched: each as it is (weight A), so that names are found exactly and first, and its stem in English
-- (weight B), so that "arrests" finds "arrested". Folded once, for which the OFFSET sees.
CREATE OR REPLACE FUNCTION read.search_vector(words text)
RETURNS tsvector
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN (
    SELECT setweight(to_tsvector('pg_catalog.simple', once.folded), 'A')
        || setweight(to_tsvector('pg_catalog.english', once.folded), 'B')
    FROM (SELECT read.folded(words) AS folded OFFSET 0) AS once
);
COMMENT ON FUNCTION read.search_vector(text) IS 'What of words is searched, as in read.paragraphs.search.';

-- What somebody asks for, folded; a minus that begins a word stays one.
CREATE OR REPLACE FUNCTION read.asked(words text)
RETURNS text
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN replace(
    read.folded(regexp_replace(translate(words, '“”‘’', '""'''''), '(^|\s)-(?=\S)', '\1' || chr(1), 'g')), chr(1), '-'
);
COMMENT ON FUNCTION read.asked(text) IS 'What somebody looks for, without accents; -without stays as it is.';

-- Every lexeme of a query, to be found with one weight alone.
CREATE OR REPLACE FUNCTION read.weighted(query tsquery, weight text)
RETURNS tsquery
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN regexp_replace(query::text, $$'((?:[^']|'')*)'$$, $$'\1':$$ || weight, 'g')::tsquery;
COMMENT ON FUNCTION read.weighted(tsquery, text) IS 'A query whose words are found as they are (A) or by their stems (B) alone.';

CREATE OR REPLACE FUNCTION read.search_query(words text)
RETURNS tsquery
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN CASE
    WHEN numnode(websearch_to_tsquery('pg_catalog.english', read.asked(words))) > 0
    THEN read.weighted(websearch_to_tsquery('pg_catalog.english', read.asked(words)), 'B')
    -- Nothing but words that English has everywhere; one of them may be a name.
    ELSE read.weighted(websearch_to_tsquery('pg_catalog.simple', read.asked(words)), 'A')
END;
COMMENT ON FUNCTION read.search_query(text) IS
    'What somebody looks for: words in any form, "a phrase", -without, or. For: search @@ read.search_query(''...'').';

CREATE OR REPLACE FUNCTION read.search_rank(search tsvector, words text)
RETURNS real
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN ts_rank(search, read.search_query(words), 1)
    + ts_rank(search, read.weighted(websearch_to_tsquery('pg_catalog.simple', read.asked(words)), 'A'), 1);
COMMENT ON FUNCTION read.search_rank(tsvector, text) IS
    'How well a paragraph answers: often, near each other, in few words, and exactly as asked for is better.';

-- The server finds the places in the folded words; the real ones are shown, since each letter stays at its place.
CREATE OR REPLACE FUNCTION read.search_snippet(words text, query tsquery, opening text DEFAULT '«', closing text DEFAULT '»')
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
DECLARE
    shown    text := normalize(words, NFC);
    folded   text := read.folded(words);
    fragment text;
    part     text;
    start    integer;
    marked   boolean;
    snippet  text := '';
BEGIN
    FOREACH fragment IN ARRAY string_to_array(
        ts_headline(
            'pg_catalog.english', folded, query,
            E'StartSel=\x01, StopSel=\x01, FragmentDelimiter=\x02, ' || CASE
                WHEN char_length(folded) <= 280 THEN 'HighlightAll=true'
                ELSE 'MaxFragments=2, MaxWords=24, MinWords=10'
            END
        ),
        E'\x02'
    )
    LOOP
        start := strpos(folded, replace(fragment, E'\x01', ''));
        snippet := snippet || CASE WHEN start > 1 THEN '... ' ELSE '' END;
        marked := false;
        FOREACH part IN ARRAY string_to_array(fragment, E'\x01')
        LOOP
            snippet := snippet || CASE
                WHEN marked THEN opening || substr(shown, start, char_length(part)) || closing
                ELSE substr(shown, start, char_length(part))
            END;
            start := start + char_length(part);
            marked := NOT marked;
        END LOOP;
        snippet := rtrim(snippet) || CASE WHEN start <= char_length(folded) THEN ' ' ELSE '' END;
    END LOOP;
    RETURN CASE WHEN snippet LIKE '% ' THEN snippet || '...' ELSE snippet END;
END
$$;
COMMENT ON FUNCTION read.search_snippet(text, tsquery, text, text) IS
    'What of words answers a query, the words found between marks.';
