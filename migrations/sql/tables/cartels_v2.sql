-- What each group has to do with each incident, and what that comes to. Run once in `read_a` and once in `read_b` (by
-- search_path).

CREATE TABLE cartel_incidents (
    slug                text    NOT NULL,
    incident_id         uuid    NOT NULL,
    kind                text    NOT NULL,
    -- A total over a period, or a published figure: in no sum of incidents.
    is_total            boolean NOT NULL,
    date_start          date,
    date_end            date,
    -- Of the reports that name the group.
    states              text[]  NOT NULL,
    report_ids          uuid[]  NOT NULL,
    reference_ids       text[]  NOT NULL,
    first_mention       timestamptz,
    last_mention        timestamptz,
    first_reference_id  text    NOT NULL,
    last_reference_id   text    NOT NULL,
    -- Of all reports of the incident. A role for attacks only.
    role                text,
    arrested            numeric,
    killed_state        numeric,
    killed_criminals    numeric,
    killed_bystanders   numeric,
    killed_unspecified  numeric,
    injured_state       numeric,
    injured_criminals   numeric,
    injured_bystanders  numeric,
    injured_unspecified numeric,
    -- A list of commodity, unit, low, quantity and high.
    goods               jsonb   NOT NULL,
    PRIMARY KEY (slug, incident_id)
);
CREATE INDEX cartel_incidents_incident ON cartel_incidents (incident_id);
CREATE INDEX cartel_incidents_reports ON cartel_incidents USING gin (report_ids);

ALTER TABLE cartels
    ADD COLUMN totals             integer NOT NULL DEFAULT 0,
    ADD COLUMN first_mention      timestamptz,
    ADD COLUMN last_mention       timestamptz,
    ADD COLUMN first_reference_id text,
    ADD COLUMN last_reference_id  text,
    ADD COLUMN presence           jsonb   NOT NULL DEFAULT '[]',
    ADD COLUMN arrests            integer NOT NULL DEFAULT 0,
    ADD COLUMN arrested           bigint  NOT NULL DEFAULT 0,
    ADD COLUMN seizures           integer NOT NULL DEFAULT 0,
    ADD COLUMN seized             jsonb   NOT NULL DEFAULT '[]',
    ADD COLUMN attacks            integer NOT NULL DEFAULT 0,
    ADD COLUMN attacks_by_role    jsonb   NOT NULL DEFAULT '[]';

CREATE INDEX developments_cartels ON developments USING gin (cartels);

-- Which report is about what is told by tables of each read model's own.
DROP TABLE report_keys;
