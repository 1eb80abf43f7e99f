-- add: a refusal; seen again it keeps its place and takes the newest reason, and what was discarded stays so, which is told
WITH added AS (
    INSERT INTO jobs.quarantine AS q (source, sha256, reason, refused_at)
    VALUES (:source, :sha256, :reason, :refused_at)
    ON CONFLICT (source, sha256) DO UPDATE
    SET reason = excluded.reason, refused_at = excluded.refused_at, resolved_at = NULL
    WHERE (q.resolved_at IS NOT NULL OR q.reason <> excluded.reason) AND q.discarded_at IS NULL
)
SELECT EXISTS (
    SELECT FROM jobs.quarantine q WHERE q.source = :source AND q.sha256 = :sha256 AND q.discarded_at IS NOT NULL
) AS discarded;

-- resolve: the refusals of a file that was read after all, and of earlier files of its name, their rows included
UPDATE jobs.quarantine
SET resolved_at = now()
WHERE resolved_at IS NULL
  AND (
      sha256 = :sha256
      OR (source = :source OR starts_with(source, :source || ', row ')) AND sha256 <> ALL (CAST(:refused AS text[]))
  );

-- waiting: what is in quarantine now
SELECT source, reason FROM jobs.quarantine
WHERE resolved_at IS NULL AND discarded_at IS NULL
ORDER BY refused_at DESC, source COLLATE "C";

-- entries: all of a name or digest that is not settled, or all that there ever was; the newest first
SELECT
    q.source, q.sha256, q.reason, q.refused_at, q.resolved_at, q.discarded_at, q.discarded_by, q.discard_reason,
    coalesce((
        SELECT array_agg(DISTINCT d.source ORDER BY d.source)
        FROM jobs.source_documents d
        WHERE d.address = split_part(q.source, ', row ', 1) OR right(d.address, length(split_part(q.source, ', row ', 1)) + 1)
                = '/' || split_part(q.source, ', row ', 1)
    ), '{}') AS sources
FROM jobs.quarantine q
WHERE (CAST(:name AS text) IS NULL OR q.source = :name OR starts_with(q.sha256, :name) AND length(:name) >= 8)
  AND (:settled OR q.resolved_at IS NULL AND q.discarded_at IS NULL)
ORDER BY q.refused_at DESC, q.source COLLATE "C", q.sha256;

-- discard: one that waits; who gave it up, and why
UPDATE jobs.quarantine
SET discarded_at = clock_timestamp(), discarded_by = :actor, discard_reason = :reason
WHERE source = :source AND sha256 = :sha256 AND resolved_at IS NULL AND discarded_at IS NULL;

-- forget: what is known of a file's document, so that its source is asked for it again; the sources
UPDATE jobs.source_documents d
SET etag = NULL, last_modified = NULL, sha256 = NULL, checked_at = NULL, missing_since = NULL, problem = NULL
WHERE d.address = split_part(:source, ', row ', 1)
   OR right(d.address, length(split_part(:source, ', row ', 1)) + 1) = '/' || split_part(:source, ', row ', 1)
RETURNING d.source;
