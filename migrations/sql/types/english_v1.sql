-- How paragraphs are taken apart into words: as PostgreSQL's own `english` does it, but that no word is too common to be
-- found, since one of them may be a name. A query leaves out such words nevertheless, unless it has no others.
CREATE TEXT SEARCH DICTIONARY read.english_stems (TEMPLATE = pg_catalog.snowball, language = english);
COMMENT ON TEXT SEARCH DICTIONARY read.english_stems IS 'Stems of English words, so that "arrests" finds "arrested".';
CREATE TEXT SEARCH CONFIGURATION read.english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION read.english ALTER MAPPING REPLACE pg_catalog.english_stem WITH read.english_stems;
COMMENT ON TEXT SEARCH CONFIGURATION read.english IS 'English stems of all words, the most common too.';
