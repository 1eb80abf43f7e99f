-- Locks the head before anything is inserted, whoever does it: one who took a position first and the lock then would wait
-- for another who waits for that position.
CREATE FUNCTION log.lock_first_v1()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM log.head FOR UPDATE;
    RETURN NULL;
END
$$;
