-- Operations, with nothing where no report tells of a result. Of two decisions on one the newer counts, as for its reports
-- (`operation_decided`). %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.operations AS
SELECT coalesce(r.slug, o.slug) AS slug, coalesce(r.name, o.name) AS name,
       coalesce(o.aliases, r.aliases, '{}') AS aliases,
       o.status, o.status_as_of, o.launched, coalesce(o.states, r.states) AS states, o.personnel,
       coalesce(o.reports, 0) AS reports, coalesce(o.cables, 0) AS cables,
       coalesce(o.status_history, '[]') AS status_history, o.launched_precision, o.ended,
       coalesce(o.municipalities, '{}') AS municipalities, coalesce(o.forces, '{}') AS forces,
       coalesce(o.cartels, '{}') AS cartels, o.personnel_range, o.personnel_now, o.personnel_now_range,
       coalesce(o.personnel_told, '[]') AS personnel_told, o.objective,
       coalesce(o.arrest_incidents, 0) AS arrest_incidents, o.arrested,
       o.arrested_range, coalesce(o.seized, '[]') AS seized,
       o.hectares_eradicated, coalesce(o.eradicated, '[]') AS eradicated,
       coalesce(o.attack_incidents, 0) AS attack_incidents, o.attack_killed,
       coalesce(o.totals_told, '[]') AS totals_told, coalesce(o.reference_ids, '{}') AS reference_ids,
       coalesce(o.sources, '[]') AS sources, coalesce(o.report_ids, '{}') AS report_ids,
       coalesce(o.incident_ids, '{}') AS incident_ids, o.last_told
FROM (
    SELECT k.*
    FROM %tables%.registers k
    LEFT JOIN LATERAL (
        SELECT d.subjects[1] AS stays
        FROM %tables%.decisions d
        WHERE d.act = 'merge' AND d.subject_kind = 'operation' AND d.undone_by IS NULL AND k.slug = ANY (d.subjects)
        ORDER BY d.position DESC
        LIMIT 1
    ) AS decided ON true
    WHERE k.register = 'operation' AND (decided.stays IS NULL OR decided.stays = k.slug)
) AS r
FULL JOIN %tables%.operations o ON o.slug = r.slug;

COMMENT ON COLUMN read.operations.launched IS
    'First day of its launch: of the reports that may tell the earliest one, that which tells the day most exactly.';
COMMENT ON COLUMN read.operations.arrested IS
    'People arrested in those, each incident once; totals over periods are in totals_told alone. Null where none is told.';
COMMENT ON COLUMN read.operations.arrested_range IS
    'The same at least and at most; without an end where a figure is open or only names are told; null where no arrest is told.';
COMMENT ON COLUMN read.operations.hectares_eradicated IS 'Hectares of drug crops destroyed, each incident once; null where none are told.';
COMMENT ON COLUMN read.operations.attack_killed IS 'Killed in those on all sides, as far as told; null where nobody tells.';
COMMENT ON COLUMN read.operations.totals_told IS
    'Totals over periods that cables tell of its results, which no sum of incidents contains: kind, dates, figures, reference_id, cable_date, report_id. Those that began more than a week before it are left out.';
