-- Sums of incidents that pages show: kept by adding what a batch brings and taking away what it replaces, so that neither a
-- page nor a publishing counts all incidents. Run once in `read_a` and once in `read_b` (by search_path).

-- Of each kind, state, group and operation, totals over periods too.
CREATE TABLE topic_sums (
    family    text COLLATE "C" NOT NULL,
    slug      text COLLATE "C" NOT NULL,
    incidents bigint NOT NULL,
    PRIMARY KEY (family, slug)
);

-- Of each month and kind, where the month is told; no total over a period.
CREATE TABLE kind_months (
    month     date   NOT NULL,
    kind      text COLLATE "C" NOT NULL,
    incidents bigint NOT NULL,
    PRIMARY KEY (month, kind)
);

-- The latest of all, of a kind, and of an operation, without sorting them.
CREATE INDEX incidents_latest ON incidents (date_start DESC NULLS LAST, incident_id DESC);
DROP INDEX incidents_kind;
CREATE INDEX incidents_kind ON incidents (kind, date_start DESC NULLS LAST, incident_id DESC);
DROP INDEX incidents_operation;
CREATE INDEX incidents_operation ON incidents (operation, date_start DESC NULLS LAST, incident_id DESC);
