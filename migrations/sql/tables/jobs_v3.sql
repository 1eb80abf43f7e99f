-- Every lease that is taken has a higher number than those before it: what one that was lost still does is told by it.
ALTER TABLE jobs.locks ADD COLUMN fence bigint NOT NULL DEFAULT 0;

-- How each job stands, for all processes: which of them runs it next, and when, is decided here.
CREATE TABLE jobs.states (
    job           text        PRIMARY KEY,
    every_seconds integer     NOT NULL CHECK (every_seconds > 0),
    due_at        timestamptz,
    started_at    timestamptz,
    ended_at      timestamptz,
    outcome       text        CHECK (outcome IN ('done', 'failed')),
    summary       jsonb       NOT NULL DEFAULT '{}',
    failures      integer     NOT NULL DEFAULT 0,
    quiet_runs    bigint      NOT NULL DEFAULT 0,
    paused_at     timestamptz,
    paused_by     text
);
COMMENT ON TABLE jobs.states IS
    'Each job: when it is due, its last run, how often it has failed in a row, how many runs had nothing to tell since '
    'the last that is in jobs.runs, and who paused it.';
CREATE INDEX runs_all_started ON jobs.runs (started_at DESC);

-- Why, and by whom, a file was given up for good, and where its contents lie until then.
ALTER TABLE jobs.quarantine
    ADD COLUMN discarded_at timestamptz,
    ADD COLUMN discarded_by text,
    ADD COLUMN discard_reason text;
