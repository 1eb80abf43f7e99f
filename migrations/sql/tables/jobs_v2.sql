-- What takes hours is held by a lease: who holds it, and until when; a transaction open for so long would keep the server
-- from clearing away dead rows.
ALTER TABLE jobs.locks
    ADD COLUMN holder     uuid,
    ADD COLUMN held_until timestamptz;

-- What is known of the sources that are looked at by themselves.
CREATE TABLE jobs.source_documents (
    source        text        NOT NULL,
    address       text        NOT NULL,
    etag          text,
    last_modified text,
    sha256        text,
    links         text[]      NOT NULL DEFAULT '{}',
    checked_at    timestamptz,
    missing_since timestamptz,
    problem       text,
    PRIMARY KEY (source, address)
);
COMMENT ON TABLE jobs.source_documents IS
    'The documents of each source: how to ask whether one has changed, what it was, and since when it is gone.';
