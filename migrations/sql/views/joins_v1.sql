-- Which column of which view leads to which other: for people, for programs, and for the test that no such way leads
-- nowhere.

CREATE OR REPLACE VIEW read.joins AS
SELECT j.from_view, j.from_column, j.to_view, j.to_column
FROM (
    VALUES
        ('cables', 'reference_id', 'paragraphs', 'reference_id'),
        ('paragraphs', 'reference_id', 'cables', 'reference_id'),
        ('reports', 'reference_id', 'cables', 'reference_id'),
        ('reports', 'incident_id', 'incidents', 'incident_id'),
        ('reports', 'cartels', 'cartels', 'slug'),
        ('reports', 'operation', 'operations', 'slug'),
        ('reports', 'result_of', 'reports', 'report_id'),
        ('incidents', 'report_ids', 'reports', 'report_id'),
        ('incidents', 'reference_ids', 'cables', 'reference_id'),
        ('incidents', 'cartels', 'cartels', 'slug'),
        ('incidents', 'operation', 'operations', 'slug'),
        ('developments', 'reference_id', 'cables', 'reference_id'),
        ('developments', 'incident_id', 'incidents', 'incident_id'),
        ('developments', 'report_ids', 'reports', 'report_id'),
        ('developments', 'cartels', 'cartels', 'slug'),
        ('developments', 'operations', 'operations', 'slug'),
        ('developments', 'corrected_by', 'developments', 'development_id'),
        ('people', 'cartels', 'cartels', 'slug'),
        ('people', 'report_ids', 'reports', 'report_id'),
        ('people', 'status_report_id', 'reports', 'report_id'),
        ('people', 'status_reference_id', 'cables', 'reference_id'),
        ('people', 'first_reference_id', 'cables', 'reference_id'),
        ('people', 'last_reference_id', 'cables', 'reference_id'),
        ('person_reports', 'person_id', 'people', 'person_id'),
        ('person_reports', 'slug', 'people', 'slug'),
        ('person_reports', 'report_id', 'reports', 'report_id'),
        ('person_reports', 'incident_id', 'incidents', 'incident_id'),
        ('person_reports', 'reference_id', 'cables', 'reference_id'),
        ('person_reports', 'cartels', 'cartels', 'slug'),
        ('cartel_people', 'cartel', 'cartels', 'slug'),
        ('cartel_people', 'person_id', 'people', 'person_id'),
        ('cartel_people', 'status_report_id', 'reports', 'report_id'),
        ('cartel_people', 'status_reference_id', 'cables', 'reference_id')
) AS j (from_view, from_column, to_view, to_column);
COMMENT ON VIEW read.joins IS
    'Which column leads to which: each value of the one, or each element of an array, is a value of the other.';
COMMENT ON COLUMN read.joins.from_view IS 'The view that one comes from.';
COMMENT ON COLUMN read.joins.from_column IS 'Its column; where that is an array, each element leads on by itself.';
COMMENT ON COLUMN read.joins.to_view IS 'The view that it leads to.';
COMMENT ON COLUMN read.joins.to_column IS 'Its column.';
