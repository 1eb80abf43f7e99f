-- Locks the head and tells where the log ends. Runs with the owner's rights: a writer may lock the head, never move it.
CREATE FUNCTION log.lock_head_v1()
RETURNS log.head
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT head FROM log.head FOR UPDATE
$$;
