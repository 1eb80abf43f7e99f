-- How far the views are: what a dataset, a citation or a chart made of them has to say. %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.log AS
SELECT e.position, encode(e.hash, 'hex') AS hash, e.recorded_at, h.position AS newest
FROM log.head h
JOIN log.events e ON e.position = (SELECT min(c.position) FROM %tables%.checkpoints c);

COMMENT ON VIEW read.log IS 'How far the views are: one row, or none before anything was recorded.';
COMMENT ON COLUMN read.log.position IS 'Position of the newest event that every view has taken in.';
COMMENT ON COLUMN read.log.hash IS 'Hash of that event: an anchor, `tracker verify --anchor POSITION:HASH` holds the log to it.';
COMMENT ON COLUMN read.log.recorded_at IS 'When that event was recorded.';
COMMENT ON COLUMN read.log.newest IS 'Position of the newest event of the log; where it is greater, the views are behind.';
