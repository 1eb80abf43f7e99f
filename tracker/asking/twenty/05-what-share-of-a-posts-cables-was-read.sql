-- What share of each post's cables was read whole, and in how many was no event found?
-- A month without a row has no cable in what was ingested; of files in quarantine only the post is known.
SELECT post, sum(cables) AS cables, sum(partial) AS partial, sum(quarantined) AS quarantined,
       round(1 - sum(partial) / nullif(sum(cables), 0), 2) AS share_whole, sum(without_reports) AS without_events,
       min(month) AS first_month, max(month) AS last_month
FROM read.coverage
GROUP BY post
ORDER BY cables DESC, post;
