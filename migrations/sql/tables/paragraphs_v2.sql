-- What searching paragraphs needs. Run once in `read_a` and once in `read_b` (by search_path).

-- Each paragraph is joined with the cable whose text of record it is in.
CREATE INDEX cables_document ON cables (document_id);

-- What is inserted waits in a list that every search reads: a short one, since whoever fills it may not tidy it up, and with
-- a long one searches would rather read the whole table.
ALTER INDEX paragraphs_search SET (gin_pending_list_limit = 256);
