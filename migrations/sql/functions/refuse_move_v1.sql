-- The head moves forward only, and only to an event that is there with that hash: it cannot be moved for its own sake.
CREATE FUNCTION log.refuse_move_v1()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.position > OLD.position
       AND (OLD.sample IS NULL OR NEW.sample = OLD.sample)
       AND EXISTS (
           SELECT
           FROM log.events e
           WHERE e.position = NEW.position AND e.hash = NEW.hash AND e.recorded_at = NEW.recorded_at
       ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE of log.head is refused: the log is append-only' USING ERRCODE = 'TR006';
END
$$;
