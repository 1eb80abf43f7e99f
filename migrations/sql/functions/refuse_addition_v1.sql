-- A document is recorded whole: parts and sealed names come in the transaction that records the document, or never.
-- Rows made after a savepoint do not tell of which transaction they are, so a document that comes after one is refused:
-- that is the safe side.
CREATE FUNCTION log.refuse_addition_v1()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    late uuid;
BEGIN
    SELECT i.document_id INTO late
    FROM inserted i
    LEFT JOIN log.documents d USING (document_id)
    -- A row's xmin is the transaction that made it, without the epoch.
    WHERE d.xmin IS DISTINCT FROM pg_current_xact_id()::xid
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'document % is recorded already: the log is append-only', late USING ERRCODE = 'TR006';
    END IF;
    RETURN NULL;
END
$$;
