-- unsearched: the documents of record of which the batch tells, in the order of their paragraphs. `cables` takes a paragraph
-- away with its words and adds it without: of a text that is erased, masked or replaced none are left, whoever folds first
SELECT c.document_id
FROM cables c
WHERE c.reference_id = ANY (ARRAY(SELECT substr(b.stream, length('cable/') + 1) FROM batch b))
ORDER BY c.position;

-- tidy: put into the index of words what waits for it
SELECT jobs.tidy_search_v1(current_schema());
