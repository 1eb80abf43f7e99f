-- What was read of each post and month. The view runs with the owner's rights; %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.coverage AS
WITH refused AS (
    -- A file that could not be read tells its post and year by its name at the most.
    SELECT coalesce(substring(upper(q.source) FROM '(?:^|[^0-9])[0-9]{2}([A-Z]{3,})[0-9]+'), '') AS post, count(*) AS files
    FROM jobs.quarantine q
    WHERE q.resolved_at IS NULL AND q.discarded_at IS NULL
    GROUP BY 1
)
SELECT coalesce(m.post, q.post) AS post, m.month, coalesce(m.cables, 0) AS cables, coalesce(m.partial, 0) AS partial,
       coalesce(m.with_reports, 0) AS with_reports, coalesce(m.cables - m.with_reports, 0) AS without_reports,
       coalesce(m.reports, 0) AS reports, coalesce(q.files, 0) AS quarantined,
       round((m.cables - m.partial)::numeric / nullif(m.cables, 0), 4) AS share_whole,
       round(m.with_reports::numeric / nullif(m.cables, 0), 4) AS share_with_reports
FROM %tables%.coverage_months m
FULL JOIN refused q ON q.post = m.post AND m.month IS NULL;
