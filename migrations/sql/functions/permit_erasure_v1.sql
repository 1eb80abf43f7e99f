-- Lets through one change alone: the erasure that the newest event of the log names, in that event's transaction.
--
-- Rows that a transaction makes after a savepoint do not tell that they are of it, so an erasure after one is refused,
-- rightful as it may be: that is the safe side, and `log.erase_v1` needs no savepoint.
CREATE FUNCTION log.permit_erasure_v1()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    named jsonb;
    named_stream text;
BEGIN
    SELECT e.body, e.stream INTO named, named_stream
    FROM log.events e
    JOIN log.head h USING (position)
    -- A row's xmin is the transaction that made it, without the epoch.
    WHERE e.xmin = pg_current_xact_id()::xid
      AND e.type = CASE TG_TABLE_NAME WHEN 'events' THEN 'EventErased' ELSE 'WordsErased' END
      AND log.is_erasure_v1(e.type, e.schema_version, e.body);
    IF named IS NOT NULL THEN
        IF TG_TABLE_NAME = 'events' THEN
            IF NEW.body IS NULL AND NEW.salt IS NULL AND named ->> 'event_id' = OLD.event_id::text
               AND OLD.stream = named_stream
               AND OLD.type NOT IN ('EventErased', 'WordsErased', 'CableRecorded', 'CableRevised', 'CableReread')
               AND (OLD.position, OLD.first_position, OLD.stream, OLD.version, OLD.event_id, OLD.type,
                    OLD.schema_version, OLD.actor, OLD.correlation, OLD.cause, OLD.recorded_at, OLD.digest, OLD.hash)
                   IS NOT DISTINCT FROM
                   (NEW.position, NEW.first_position, NEW.stream, NEW.version, NEW.event_id, NEW.type,
                    NEW.schema_version, NEW.actor, NEW.correlation, NEW.cause, NEW.recorded_at, NEW.digest, NEW.hash)
            THEN
                RETURN NEW;
            END IF;
        ELSIF named ->> 'document_id' = OLD.document_id::text
              -- With the old salt, which a backup may tell, the commitment to the old words would confirm a guess.
              AND NEW.salt <> OLD.salt
              AND (OLD.document_id, OLD.ordinal, OLD.start_offset)
                  IS NOT DISTINCT FROM (NEW.document_id, NEW.ordinal, NEW.start_offset)
              AND EXISTS (
                  SELECT
                  FROM jsonb_array_elements(named -> 'parts') AS e (part)
                  WHERE (part ->> 'ordinal')::integer = OLD.ordinal
                    AND NEW.words = log.blanked_v1(OLD.words, part -> 'spans')
                    AND NEW.commitment = decode(part ->> 'commitment', 'hex')
                    AND NEW.commitment = sha256(NEW.salt || convert_to(NEW.words, 'UTF8'))
              )
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'UPDATE of log.% is refused: the log is append-only', TG_TABLE_NAME USING ERRCODE = 'TR006';
END
$$;
