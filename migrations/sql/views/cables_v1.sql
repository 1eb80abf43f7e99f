-- The cables, with the sites that have withdrawn them at the end. %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.cables AS
SELECT c.reference_id, c.cable_date, c.released_at, c.recorded_at, c.classification, c.origin, c.subject, c.tags,
       c.reference_ids, c.partial, c.protected_names, c.source, c.source_format, c.document_id, c.position,
       w.sources IS NOT NULL AS withdrawn, w.since AS withdrawn_at, coalesce(w.sources, '{}') AS withdrawn_from
FROM %tables%.cables c
LEFT JOIN (
    SELECT each.reference_id, min(each.withdrawn_at) AS since, array_agg(each.source ORDER BY each.source) AS sources
    FROM %tables%.cable_withdrawals each
    WHERE each.withdrawn_at IS NOT NULL
    GROUP BY each.reference_id
) w USING (reference_id);
COMMENT ON COLUMN read.cables.withdrawn IS 'Whether a site that had the cable has it no more; what was recorded of it stays.';
COMMENT ON COLUMN read.cables.withdrawn_at IS 'When that was first recorded of those sites; null where none has withdrawn it, or all have it again.';
COMMENT ON COLUMN read.cables.withdrawn_from IS 'The sources, by their names in the configuration, that have withdrawn it and not brought it back.';
