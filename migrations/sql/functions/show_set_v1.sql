-- Shows the other set of read tables: every view and function of schema `read` is replaced by the same one over that set,
-- and so keeps its owner, rights, comments and what rests on it. In one transaction, so that nobody sees half.
CREATE FUNCTION jobs.show_set_v1(wanted text)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    shown text;
    replacement text;
BEGIN
    SELECT s.active INTO STRICT shown FROM jobs.read_schema s FOR UPDATE;
    IF shown = wanted THEN
        RETURN;
    END IF;
    UPDATE jobs.read_schema SET active = wanted;
    FOR replacement IN
        SELECT o.definition
        FROM (
            SELECT c.relowner, format(
                'CREATE OR REPLACE VIEW read.%I%s AS %s',
                c.relname,
                ' WITH (' || array_to_string(c.reloptions, ', ') || ')',
                pg_get_viewdef(c.oid)
            )
            FROM pg_class c
            WHERE c.relnamespace = 'read'::regnamespace AND c.relkind = 'v'
            UNION ALL
            SELECT p.proowner, pg_get_functiondef(p.oid)
            FROM pg_proc p
            WHERE p.pronamespace = 'read'::regnamespace AND p.prokind = 'f'
        ) AS o (owner, definition)
        -- What others made beside ours is theirs.
        WHERE o.owner = current_user::regrole AND o.definition ~ ('\m' || shown || '\M')
    LOOP
        -- With this search path all names come out with their schema.
        EXECUTE regexp_replace(replacement, '\m' || shown || '\M', wanted, 'g');
    END LOOP;
END
$$;
