-- Tells the planner what tables of the log and of a set of read tables hold that have grown or changed by a fifth since it
-- was told last, which only their owner may; returns how many. A server that runs all day does so by itself within a
-- minute. One that runs as long as a command does seldom comes to it, and plans for a table that it takes for empty.
CREATE FUNCTION jobs.analyze_grown_v1(wanted text)
RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    grown record;
    analyzed integer := 0;
BEGIN
    FOR grown IN
        SELECT s.schemaname, s.relname
        FROM pg_stat_all_tables s
        JOIN pg_class c ON c.oid = s.relid
        WHERE (s.schemaname = 'log' OR (s.schemaname = wanted AND wanted IN ('read_a', 'read_b')))
          -- Of a small table any plan is good.
          AND s.n_mod_since_analyze > greatest(5000, c.reltuples / 5)
        ORDER BY s.schemaname, s.relname
    LOOP
        -- What somebody else analyzes just now need not be waited for.
        EXECUTE format('ANALYZE (SKIP_LOCKED) %I.%I', grown.schemaname, grown.relname);
        analyzed := analyzed + 1;
    END LOOP;
    RETURN analyzed;
END
$$;
