-- Sites that had a cable and have it no more, or again (withdrawn_at null). Run once in `read_a` and once in `read_b` (by
-- search_path).

CREATE TABLE cable_withdrawals (
    reference_id text        NOT NULL,
    source       text        NOT NULL,
    withdrawn_at timestamptz,
    position     bigint      NOT NULL,
    PRIMARY KEY (reference_id, source)
);
