-- add: a refusal; seen again it keeps its place and takes the newest reason
INSERT INTO jobs.quarantine AS q (source, sha256, reason, refused_at)
VALUES (:source, :sha256, :reason, :refused_at)
ON CONFLICT (source, sha256) DO UPDATE
SET reason = excluded.reason, refused_at = excluded.refused_at, resolved_at = NULL
WHERE q.resolved_at IS NOT NULL OR q.reason <> excluded.reason;

-- resolve: the refusals of a file that was read after all, and of earlier files of its name, their rows included
UPDATE jobs.quarantine
SET resolved_at = now()
WHERE resolved_at IS NULL
  AND (
      sha256 = :sha256
      OR (source = :source OR starts_with(source, :source || ', row ')) AND sha256 <> ALL (CAST(:refused AS text[]))
  );

-- waiting: what is in quarantine now
SELECT source, reason FROM jobs.quarantine WHERE resolved_at IS NULL ORDER BY refused_at DESC, source COLLATE "C";
