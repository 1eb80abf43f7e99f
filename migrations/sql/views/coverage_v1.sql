-- What was read of each post and month. The view runs with the owner's rights; %tables% is read_a or read_b.

CREATE VIEW read.coverage AS
WITH refused AS (
    -- A file that could not be read tells its post and year by its name at the most.
    SELECT coalesce(substring(upper(q.source) FROM '(?:^|[^0-9])[0-9]{2}([A-Z]{3,})[0-9]+'), '') AS post, count(*) AS files
    FROM jobs.quarantine q
    WHERE q.resolved_at IS NULL
    GROUP BY 1
)
SELECT coalesce(m.post, q.post) AS post, m.month, coalesce(m.cables, 0) AS cables, coalesce(m.partial, 0) AS partial,
       coalesce(m.with_reports, 0) AS with_reports, coalesce(m.cables - m.with_reports, 0) AS without_reports,
       coalesce(m.reports, 0) AS reports, coalesce(q.files, 0) AS quarantined,
       round((m.cables - m.partial)::numeric / nullif(m.cables, 0), 4) AS share_whole,
       round(m.with_reports::numeric / nullif(m.cables, 0), 4) AS share_with_reports
FROM %tables%.coverage_months m
FULL JOIN refused q ON q.post = m.post AND m.month IS NULL;
COMMENT ON VIEW read.coverage IS
    'What was read, by post and month, so that absence is a fact: a month without a row has no cable in what was ingested.';
COMMENT ON COLUMN read.coverage.post IS 'The post as it stands in reference IDs (MEXICO, CIUDADJUAREZ); empty where a file''s name does not tell it.';
COMMENT ON COLUMN read.coverage.month IS 'First day of the month in which the cables were created, in UTC; null where no date is told.';
COMMENT ON COLUMN read.coverage.cables IS 'Cables recorded.';
COMMENT ON COLUMN read.coverage.partial IS 'Those of them of which only an extract was read.';
COMMENT ON COLUMN read.coverage.with_reports IS 'Those of which a report stands.';
COMMENT ON COLUMN read.coverage.without_reports IS 'Those read of which no report stands: no event was found in them.';
COMMENT ON COLUMN read.coverage.reports IS 'Reports of them that stand.';
COMMENT ON COLUMN read.coverage.quarantined IS 'Files that could not be read and wait in quarantine, by the post in their name; their month is not known.';
COMMENT ON COLUMN read.coverage.share_whole IS 'Share of the cables that was read whole, from 0 to 1.';
COMMENT ON COLUMN read.coverage.share_with_reports IS 'Share of the cables of which a report stands, from 0 to 1.';
