-- Tells the planner what a set of read tables holds, which only their owner may.
CREATE FUNCTION jobs.analyze_set_v1(wanted text)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    analyzed record;
BEGIN
    FOR analyzed IN
        SELECT t.schemaname, t.tablename
        FROM pg_tables t
        WHERE t.schemaname = wanted AND t.schemaname IN ('read_a', 'read_b')
        ORDER BY t.tablename
    LOOP
        EXECUTE format('ANALYZE %I.%I', analyzed.schemaname, analyzed.tablename);
    END LOOP;
END
$$;
