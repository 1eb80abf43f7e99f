-- What finds reports by the words of their paragraphs. %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.report_paragraphs AS
SELECT t.report_id, t.ordinal, t.search
FROM %tables%.report_paragraphs t;
COMMENT ON VIEW read.report_paragraphs IS
    'The paragraphs that each report rests on, to find reports by words: search @@ read.search_query(''...'').';
COMMENT ON COLUMN read.report_paragraphs.report_id IS 'The report; withdrawn ones included.';
COMMENT ON COLUMN read.report_paragraphs.ordinal IS 'The paragraph''s place in the report''s cable, as in read.paragraphs.';
COMMENT ON COLUMN read.report_paragraphs.search IS 'The paragraph''s words for full-text search, as in read.paragraphs.';
