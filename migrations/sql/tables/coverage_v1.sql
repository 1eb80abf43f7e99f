-- What was read of each post and month, so that absence is a fact. Run once in `read_a` and once in `read_b` (by
-- search_path).

-- What each cable adds to its post and month, as the fold saw it last.
CREATE TABLE coverage_cables (
    reference_id text PRIMARY KEY,
    post         text    NOT NULL,
    month        date,
    partial      boolean NOT NULL,
    reports      bigint  NOT NULL
);

CREATE TABLE coverage_months (
    post         text   NOT NULL,
    month        date,
    cables       bigint NOT NULL,
    partial      bigint NOT NULL,
    with_reports bigint NOT NULL,
    reports      bigint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (post, month)
);
