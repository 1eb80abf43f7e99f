-- What is recorded stays as it is: refuses UPDATE, DELETE and TRUNCATE for everybody, the owner included.
CREATE FUNCTION log.refuse_change_v1()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% of %.% is refused: the log is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'TR006';
END
$$;
