-- add: a refusal; seen again it keeps its place and takes the newest reason
INSERT INTO jobs.quarantine AS q (source, sha256, reason, refused_at)
VALUES (:source, :sha256, :reason, :refused_at)
ON CONFLICT (source, sha256) DO UPDATE
SET reason = excluded.reason, refused_at = excluded.refused_at, resolved_at = NULL
WHERE q.resolved_at IS NOT NULL OR q.reason <> excluded.reason;

-- resolve: the refusals of a source that was read after all, those of its rows included
UPDATE jobs.quarantine
SET resolved_at = now()
WHERE resolved_at IS NULL AND (source = :source OR starts_with(source, :source || ', row '));

-- count: how many are in quarantine now
SELECT count(*) FROM jobs.quarantine WHERE resolved_at IS NULL;
