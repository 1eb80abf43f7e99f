-- Paragraphs are told before the words that are searched are made of them, and in less time. Run once in `read_a` and once in
-- `read_b` (by search_path).

-- Null until `search` has made them. What was searched until now stays so until all is folded anew.
ALTER TABLE paragraphs ALTER COLUMN search DROP NOT NULL;
INSERT INTO checkpoints (projection, position, rules)
SELECT 'search', c.position, c.rules FROM checkpoints c WHERE c.projection = 'cables';

-- Those that are not searched yet would have an entry each.
DROP INDEX paragraphs_search;
CREATE INDEX paragraphs_search ON paragraphs USING gin (search)
    WITH (gin_pending_list_limit = 4096) WHERE search IS NOT NULL;

-- Those of a cable are found by its document, by the primary key; and the cable of each by an index that has its reference ID
-- too, so that a search for which many paragraphs are found need not read the cables.
DROP INDEX paragraphs_cable;
DROP INDEX cables_document;
CREATE INDEX cables_document ON cables (document_id) INCLUDE (reference_id);

-- Whatever changes paragraphs changes the row of their cable, which is noted; and no page shows what is searched.
DROP TRIGGER note_added ON paragraphs;
DROP TRIGGER note_changed ON paragraphs;
DROP TRIGGER note_removed ON paragraphs;
DELETE FROM changes WHERE kind = 'paragraph';
