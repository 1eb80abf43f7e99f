-- As `notes_v1.sql`, also of which cables, people and operations somebody noted something. People are named by mentions, never
-- by slugs, which are made of their names; and where an operation that was noted of is gone, the note can stand on the page of
-- one that somebody holds it to be. Run once in `read_a` and once in `read_b` (by search_path).

DO $$
DECLARE
    arguments text := (
        SELECT string_agg(
            format(
                '%L, %L', n.kind,
                format('CASE WHEN act = ''annotate'' AND subject_kind = ANY (%L) THEN %s END', n.subject_kinds, n.key)
            ), ', ' ORDER BY n.nth
        )
        FROM (VALUES
            (1, 'noted', '{report,incident}', 'subjects[1]'), (2, 'noted-cable', '{cable}', 'subjects[1]'),
            (3, 'noted-person', '{person}', 'subjects[1]'), (4, 'noted-operation', '{operation}', 'subjects[1]'),
            (5, 'noted-operations', '{operation}', quote_literal('joined'))
        ) AS n (nth, kind, subject_kinds, key)
    );
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE TRIGGER note_added AFTER INSERT ON decisions REFERENCING NEW TABLE AS told_now'
        ' FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%1$s);'
        'CREATE OR REPLACE TRIGGER note_changed AFTER UPDATE ON decisions REFERENCING OLD TABLE AS told_before NEW TABLE AS told_now'
        ' FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%1$s);'
        'CREATE OR REPLACE TRIGGER note_removed AFTER DELETE ON decisions REFERENCING OLD TABLE AS told_before'
        ' FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%1$s)',
        arguments
    );
END
$$;

-- As in `gone_v1.sql`, with the operations that somebody noted something of.
CREATE OR REPLACE FUNCTION forget_gone()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format(
        'DELETE FROM %1$I.changes c'
        ' WHERE c.kind IN (''operation'', ''incident-operation'', ''noted-operation'')'
        ' AND NOT EXISTS (SELECT FROM %1$I.operations o WHERE o.slug = c.key)'
        -- What no cable tells by now can have a page by a name that everybody knows.
        ' AND NOT EXISTS (SELECT FROM %1$I.registers r WHERE r.register = ''operation'' AND r.slug = c.key)',
        TG_TABLE_SCHEMA
    );
    RETURN NULL;
END
$$;
