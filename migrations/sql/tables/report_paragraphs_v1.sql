-- The paragraphs that each report rests on, in its cable's text of record, with their words to be searched: reports are
-- told in one paragraph of a hundred, and whoever seeks them by words need not look at the others. Run once in `read_a`
-- and once in `read_b` (by search_path).

CREATE TABLE report_paragraphs (
    report_id uuid     NOT NULL,
    ordinal   integer  NOT NULL,
    search    tsvector NOT NULL,
    PRIMARY KEY (report_id, ordinal)
);
-- Nothing waits to be put in, since every search would read what waits, and few are put in.
CREATE INDEX report_paragraphs_search ON report_paragraphs USING gin (search) WITH (fastupdate = off);

INSERT INTO report_paragraphs (report_id, ordinal, search)
SELECT r.report_id, p.ordinal, p.search
FROM reports r
JOIN cables c USING (reference_id)
JOIN paragraphs p ON p.document_id = c.document_id AND p.ordinal = ANY (r.paragraph_ordinals);
