-- What searching paragraphs needs. Run once in `read_a` and once in `read_b` (by search_path).

-- Each paragraph is joined with the cable whose text of record it is in.
CREATE INDEX cables_document ON cables (document_id);
