-- Which subjects changed last in which transaction. %tables% is read_a or read_b.

CREATE VIEW read.changes AS
SELECT c.kind, c.key, c.xid
FROM %tables%.changes c;
COMMENT ON VIEW read.changes IS
    'Which subjects of these views were touched, each once: who keeps pg_current_snapshot() finds what it does not see yet.';
COMMENT ON COLUMN read.changes.kind IS 'What was touched: development, report, incident, cable, cartel, ...';
COMMENT ON COLUMN read.changes.key IS 'Its id, slug or code; it may be gone by now.';
COMMENT ON COLUMN read.changes.xid IS 'The transaction that touched it last.';
