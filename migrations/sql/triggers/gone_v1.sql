-- Forgets of which operations that are gone something changed: a slug is made of the name that a cable told, and the name may
-- be protected or erased by now. What was published of one that is gone is found by those that there are.
-- Run once in `read_a` and once in `read_b` (by search_path).

CREATE FUNCTION forget_gone()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format(
        'DELETE FROM %1$I.changes c'
        ' WHERE c.kind IN (''operation'', ''incident-operation'')'
        ' AND NOT EXISTS (SELECT FROM %1$I.operations o WHERE o.slug = c.key)',
        TG_TABLE_SCHEMA
    );
    RETURN NULL;
END
$$;

-- After `note_...`, by its name.
CREATE TRIGGER told_gone AFTER UPDATE OR DELETE ON operations FOR EACH STATEMENT EXECUTE FUNCTION forget_gone();
CREATE TRIGGER told_gone AFTER UPDATE OR DELETE ON incidents FOR EACH STATEMENT EXECUTE FUNCTION forget_gone();
