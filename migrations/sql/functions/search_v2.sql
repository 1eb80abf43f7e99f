-- Searching paragraphs: each word is kept once, by its stem; a word exactly as it is asked for is sought in the text of what
-- was found. The words of a text are read once, and take a quarter less room.

-- What of words is searched, each word by its stem.
CREATE OR REPLACE FUNCTION read.search_vector(words text)
RETURNS tsvector
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN to_tsvector('read.english', read.folded(words));
COMMENT ON FUNCTION read.search_vector(text) IS 'What of words is searched, as in read.paragraphs.search.';

CREATE OR REPLACE FUNCTION read.search_query(words text)
RETURNS tsquery
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN CASE
    WHEN numnode(websearch_to_tsquery('pg_catalog.english', read.asked(words))) > 0
    THEN websearch_to_tsquery('pg_catalog.english', read.asked(words))
    -- Nothing but words that English has everywhere; one of them may be a name.
    ELSE websearch_to_tsquery('read.english', read.asked(words))
END;

CREATE OR REPLACE FUNCTION read.search_rank(search tsvector, words text)
RETURNS real
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN ts_rank('{0.4, 0.4, 0.4, 0.4}', search, read.search_query(words), 1);
COMMENT ON FUNCTION read.search_rank(tsvector, text) IS
    'How well a paragraph answers: often, near each other and in few words is better. Words in any form count alike.';

-- Reads the whole text, where `search_rank` reads what is kept of it.
CREATE FUNCTION read.exact_rank(body text, words text)
RETURNS real
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN ts_rank(
    '{1, 1, 1, 1}',
    to_tsvector('pg_catalog.simple', read.folded(body)),
    websearch_to_tsquery('pg_catalog.simple', read.asked(words)),
    1
);
COMMENT ON FUNCTION read.exact_rank(text, text) IS
    'How well a text answers with the words exactly as they are asked for; added to search_rank, these come first.';

DROP FUNCTION read.weighted(tsquery, text);
