-- What the running service keeps for itself: nothing here is evidence, and all of it can be lost.

CREATE TABLE jobs.checkpoints (
    name     text   PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0 CHECK (position >= 0)
);
COMMENT ON TABLE jobs.checkpoints IS 'Up to which position of the log each consumer outside the read models has come.';

CREATE TABLE jobs.locks (
    job text PRIMARY KEY
);
COMMENT ON TABLE jobs.locks IS 'A row per job; who runs the job holds its row locked.';

CREATE TABLE jobs.runs (
    run_id      uuid        PRIMARY KEY,
    job         text        NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    outcome     text        CHECK (outcome IN ('done', 'failed')),
    summary     jsonb       NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE jobs.runs IS 'Each run of a job: when, how it ended and what it did.';
CREATE INDEX runs_started ON jobs.runs (job, started_at DESC);

CREATE TABLE jobs.quarantine (
    source       text        NOT NULL,
    sha256       text        NOT NULL,
    reason       text        NOT NULL,
    refused_at   timestamptz NOT NULL,
    resolved_at  timestamptz,
    PRIMARY KEY (source, sha256)
);
COMMENT ON TABLE jobs.quarantine IS
    'Files of releases that are no cable that can be read, by base name and hash, and why. Reading one of them '
    'successfully later resolves it.';

CREATE TABLE jobs.read_schema (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    active    text    NOT NULL CHECK (active IN ('read_a', 'read_b'))
);
COMMENT ON TABLE jobs.read_schema IS 'Which of the two sets of read tables the views of schema read show.';
INSERT INTO jobs.read_schema (active) VALUES ('read_a');
