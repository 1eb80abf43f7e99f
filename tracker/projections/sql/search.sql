-- words: by which the paragraphs of the batch's documents are found, of those of record. `cables` takes a paragraph away with
-- its words and adds it without: of a text that is erased, masked or replaced none are left, whoever folds first. As an
-- array, so that they are found by the index (see `forget_paragraphs`)
UPDATE paragraphs p
SET search = read.search_vector(p.body)
FROM cables c
WHERE p.document_id = ANY (ARRAY(SELECT (b.body ->> 'document_id')::uuid FROM batch b))
  AND c.document_id = p.document_id
  AND p.search IS NULL;

-- tidy: put into the index of words what waits for it
SELECT jobs.tidy_search_v1(current_schema());
