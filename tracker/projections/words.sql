-- make_told: a place for what the reports of `untold` tell
CREATE TEMPORARY TABLE told (key text PRIMARY KEY, facts jsonb NOT NULL) ON COMMIT DROP;

-- untold: the reports to be told
SELECT u.key, u.document_id, u.report::text AS report FROM untold u;

-- untold_texts: their documents; as an array, so that no more is read than these (see `forget_paragraphs`)
SELECT p.document_id, string_agg(p.words, '' ORDER BY p.ordinal) AS words
FROM log.document_parts p
WHERE p.document_id = ANY (ARRAY(SELECT DISTINCT u.document_id FROM untold u)) AND p.start_offset IS NOT NULL
GROUP BY p.document_id;

-- layouts: the paragraphs of their documents
SELECT p.document_id, p.ordinal, p.label, p.marking, p.cuts::text AS cuts
FROM paragraphs p
WHERE p.document_id = ANY (ARRAY(SELECT DISTINCT u.document_id FROM untold u));

-- add_paragraphs: with their words, cleaned
COPY paragraphs (document_id, reference_id, ordinal, label, marking, heading, body, start_offset, end_offset, cuts) FROM STDIN;

-- search_paragraphs: make the words by which the paragraphs of some documents are found; by an array of which the planner does
-- not know how long it is (see `forget_paragraphs`)
UPDATE paragraphs p
SET search = read.search_vector(p.body)
WHERE p.document_id = ANY (ARRAY(SELECT unnest(%(documents)s::uuid[]))) AND p.search IS NULL;
