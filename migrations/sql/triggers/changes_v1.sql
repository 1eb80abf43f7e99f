-- Notes what changes in the tables from which feeds and pages are made: each with the kinds and keys of what it tells.
-- Run once in `read_a` and once in `read_b` (by search_path).

DO $$
DECLARE
    noted record;
    arguments text;
BEGIN
    FOR noted IN
        SELECT *
        FROM (VALUES
            ('developments', '{development,development_id,development-report,unnest(report_ids)}'),
            ('reports', '{report,report_id,report-cable,reference_id}'),
            ('incidents', '{incident,incident_id,incident-cartel,unnest(cartels),incident-operation,operation,incident-state,unnest(states),incident-kind,kind}'),
            ('disagreements', '{disagreement,incident_id}'),
            ('cables', '{cable,reference_id,cable-cited,unnest(reference_ids)}'),
            ('cable_withdrawals', '{cable,reference_id}'),
            ('paragraphs', '{paragraph,reference_id}'),
            ('cartels', '{cartel,slug}'),
            ('operations', '{operation,slug,operation-state,unnest(states)}'),
            ('people', '{person,person_id,person-cartel,unnest(cartels)}'),
            ('seizures', '{seizure,incident_id}'),
            ('homicide_figures', '{figure-state,unnest(states)}'),
            ('state_months', '{state,state}'),
            ('state_cartels', '{state,state}'),
            ('state_days', '{state,state}')
        ) AS n (name, kinds)
    LOOP
        SELECT string_agg(quote_literal(word), ', ' ORDER BY nth) INTO arguments
        FROM unnest(noted.kinds::text[]) WITH ORDINALITY AS w (word, nth);
        EXECUTE format(
            'CREATE TRIGGER note_added AFTER INSERT ON %1$I REFERENCING NEW TABLE AS told_now'
            ' FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$s);'
            'CREATE TRIGGER note_changed AFTER UPDATE ON %1$I REFERENCING OLD TABLE AS told_before NEW TABLE AS told_now'
            ' FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$s);'
            'CREATE TRIGGER note_removed AFTER DELETE ON %1$I REFERENCING OLD TABLE AS told_before'
            ' FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$s)',
            noted.name, arguments
        );
    END LOOP;
END
$$;

-- What a correction or a link leads to is found from here.
CREATE INDEX cables_references ON cables USING gin (reference_ids);
