-- How operations stand: their status and its history, forces, people sent, results to date. Run once in `read_a` and once
-- in `read_b` (by search_path).

DELETE FROM operations;
ALTER TABLE operations
    ADD COLUMN aliases            text[]  NOT NULL,
    ADD COLUMN status_history     jsonb   NOT NULL,
    ADD COLUMN launched_precision text,
    ADD COLUMN ended              date,
    ADD COLUMN municipalities     text[]  NOT NULL,
    ADD COLUMN forces             text[]  NOT NULL,
    ADD COLUMN cartels            text[]  NOT NULL,
    ADD COLUMN personnel_range    int8range,
    ADD COLUMN personnel_now      bigint,
    ADD COLUMN personnel_now_range int8range,
    ADD COLUMN personnel_told     jsonb   NOT NULL,
    ADD COLUMN objective          text,
    ADD COLUMN arrest_incidents   integer NOT NULL,
    ADD COLUMN arrested           bigint  NOT NULL,
    ADD COLUMN arrested_range     int8range NOT NULL,
    ADD COLUMN seized             jsonb   NOT NULL,
    ADD COLUMN hectares_eradicated numeric NOT NULL,
    ADD COLUMN eradicated         jsonb   NOT NULL,
    ADD COLUMN attack_incidents   integer NOT NULL,
    ADD COLUMN attack_killed      bigint  NOT NULL,
    ADD COLUMN totals_told        jsonb   NOT NULL,
    ADD COLUMN reference_ids      text[]  NOT NULL,
    ADD COLUMN sources            jsonb   NOT NULL,
    ADD COLUMN report_ids         uuid[]  NOT NULL,
    ADD COLUMN incident_ids       uuid[]  NOT NULL,
    ADD COLUMN last_told          timestamptz;

-- The reports of each operation as the fold saw them last, to find what a changed report leaves.
CREATE TABLE operation_reports (
    report_id uuid PRIMARY KEY,
    slug      text NOT NULL
);
CREATE INDEX operation_reports_slug ON operation_reports (slug);
DELETE FROM report_keys WHERE read_model = 'operation';

-- The operation that a recorded report belongs to: by the register; else by the name that the cable prints; a
-- deployment without a name is told by its states, whatever their order in the text, and the year in which it begins.
CREATE OR REPLACE FUNCTION operation_of(report jsonb, operation_name text)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(
        report ->> 'operation',
        slug_of(operation_name),
        CASE WHEN report ->> 'kind' = 'operation' AND coalesce(report ->> 'aggregate', 'false') = 'false' THEN (
            SELECT slug_of(string_agg(s.name, ' ' ORDER BY s.name COLLATE "C"))
                   || '-' || extract(year FROM (report #>> '{date,start}')::date)
            FROM (
                SELECT DISTINCT coalesce(r.name, p ->> 'state') AS name
                FROM jsonb_array_elements(report -> 'places') AS x (p)
                LEFT JOIN registers r ON r.register = 'state' AND r.slug = p ->> 'state'
            ) AS s
        ) END
    )
$$;
