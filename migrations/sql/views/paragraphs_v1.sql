-- Paragraphs, found by the documents of their cables; and how far they are searched. %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.paragraphs AS
SELECT c.reference_id, p.ordinal, p.label, p.marking, p.heading, p.body AS text, p.start_offset, p.end_offset, p.search
FROM %tables%.paragraphs p
JOIN %tables%.cables c USING (document_id);
COMMENT ON COLUMN read.paragraphs.search IS
    'Its words for full-text search, without accents: search @@ read.search_query(''...''); null until they are made, see read.searched.';

CREATE OR REPLACE VIEW read.searched AS
SELECT w.position, e.recorded_at, w.position >= c.position AS whole
FROM (SELECT coalesce(max(k.position), 0) AS position FROM %tables%.checkpoints k WHERE k.projection = 'search') AS w
CROSS JOIN (SELECT coalesce(max(k.position), 0) AS position FROM %tables%.checkpoints k WHERE k.projection = 'cables') AS c
LEFT JOIN log.events e ON e.position = w.position;
COMMENT ON VIEW read.searched IS
    'How far paragraphs are searched: the words by which they are found are made last, after all else is told of a cable.';
COMMENT ON COLUMN read.searched.position IS 'Position in the log through which they are made.';
COMMENT ON COLUMN read.searched.recorded_at IS 'When the event at that position was recorded; null where none are made.';
COMMENT ON COLUMN read.searched.whole IS 'Whether they are made of all that read.paragraphs shows.';
