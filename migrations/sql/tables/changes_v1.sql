-- Which subjects of the read tables a transaction touched last. Run once in `read_a` and once in `read_b` (by search_path).
-- Who keeps the snapshot that it read by finds here what has changed since: what that snapshot does not see. So nothing is
-- missed, in whatever order transactions commit, and the table holds each subject once, those that are gone too.

CREATE TABLE changes (
    kind text COLLATE "C" NOT NULL,
    key  text COLLATE "C" NOT NULL,
    xid  xid8 NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX changes_xid ON changes (xid);

-- Notes the subjects of the rows that a statement touched, as they were and as they are. Its arguments are pairs: a kind,
-- and the SQL that gives the keys of a row.
CREATE FUNCTION note_changes()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    rows text := CASE TG_OP
        WHEN 'INSERT' THEN 'TABLE told_now'
        WHEN 'DELETE' THEN 'TABLE told_before'
        ELSE 'TABLE told_now UNION ALL TABLE told_before'
    END;
BEGIN
    FOR nth IN 0 .. TG_NARGS / 2 - 1 LOOP
        -- In one order, so that two transactions wait for one another at the most.
        EXECUTE format(
            'INSERT INTO %I.changes AS c (kind, key, xid)'
            ' SELECT %L, k.key, pg_current_xact_id()'
            ' FROM (SELECT DISTINCT (%s)::text COLLATE "C" AS key FROM (%s) AS r) AS k'
            ' WHERE k.key IS NOT NULL ORDER BY k.key'
            ' ON CONFLICT (kind, key) DO UPDATE SET xid = excluded.xid WHERE c.xid <> excluded.xid',
            TG_TABLE_SCHEMA, TG_ARGV[2 * nth], TG_ARGV[2 * nth + 1], rows
        );
    END LOOP;
    RETURN NULL;
END
$$;
