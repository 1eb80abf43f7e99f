-- lock_state: the row of a job, made where there is none, and whether it is due; locked until the transaction ends
-- What was cut off is due at once. Ticks come a little early or late; after a failure the due time is waited for. A due
-- time further off than its interval, or than the longest wait after a failure, comes from a clock that jumped.
INSERT INTO jobs.states AS s (job, every_seconds)
VALUES (:job, :every_seconds)
ON CONFLICT (job) DO UPDATE SET every_seconds = excluded.every_seconds
RETURNING
    s.paused_at IS NOT NULL AS paused,
    s.due_at IS NULL
        OR s.started_at IS NOT NULL AND s.ended_at IS NULL
        OR s.due_at <= clock_timestamp()
            + make_interval(secs => CASE WHEN s.failures = 0 THEN s.every_seconds * 0.25 ELSE 0 END)
        OR s.due_at > clock_timestamp() + make_interval(secs => 1.1 * greatest(s.every_seconds, 3600)) AS due,
    s.failures,
    s.started_at IS NOT NULL AND s.ended_at IS NULL AS unended;

-- take: the lease, where nobody else holds it any more; the number of this one
INSERT INTO jobs.locks AS l (job, holder, held_until, fence)
VALUES (:job, :holder, clock_timestamp() + make_interval(secs => :lease_seconds), 1)
ON CONFLICT (job) DO UPDATE
SET holder = excluded.holder, held_until = excluded.held_until, fence = l.fence + 1
WHERE l.held_until IS NULL
   OR l.holder = :holder
   OR l.held_until < clock_timestamp()
   OR l.held_until > clock_timestamp() + make_interval(secs => 2 * :lease_seconds)
RETURNING fence;

-- record_died: a run that nobody ended
INSERT INTO jobs.runs (run_id, job, started_at, finished_at, outcome, summary)
SELECT :run_id, job, started_at, greatest(started_at, clock_timestamp()), 'failed', :summary
FROM jobs.states WHERE job = :job;

-- begin: that a run begins now, and when the next one is due
UPDATE jobs.states
SET started_at = clock_timestamp(), ended_at = NULL,
    due_at = clock_timestamp() + make_interval(secs => every_seconds)
WHERE job = :job
RETURNING started_at;

-- release: the lease, where it is still the same
UPDATE jobs.locks SET holder = NULL, held_until = NULL WHERE job = :job AND holder = :holder AND fence = :fence;

-- end: how a run ended
UPDATE jobs.states
SET ended_at = greatest(started_at, clock_timestamp()),
    outcome = :outcome,
    summary = CASE WHEN :quiet AND outcome = 'done' THEN summary ELSE :summary END,
    quiet_runs = CASE WHEN :quiet THEN quiet_runs + 1 ELSE 0 END,
    failures = CASE WHEN :outcome = 'failed' THEN failures + 1 ELSE 0 END,
    due_at = CASE
        WHEN :outcome = 'failed' THEN clock_timestamp() + make_interval(secs => least(
            greatest(every_seconds, 3600), :retry_seconds * power(2, least(failures, 20))
        ))
        WHEN :unfinished THEN NULL
        ELSE due_at
    END
WHERE job = :job;

-- record: a run, in the history
INSERT INTO jobs.runs (run_id, job, started_at, finished_at, outcome, summary)
SELECT :run_id, job, started_at, ended_at, :outcome, :summary FROM jobs.states WHERE job = :job;

-- pause: a job that is not paused
UPDATE jobs.states SET paused_at = clock_timestamp(), paused_by = :actor WHERE job = :job AND paused_at IS NULL;

-- resume: a paused job, which is due at once
UPDATE jobs.states SET paused_at = NULL, paused_by = NULL, due_at = NULL, failures = 0
WHERE job = :job AND paused_at IS NOT NULL;

-- states: all jobs
SELECT
    s.job, s.every_seconds, s.due_at, s.started_at, s.ended_at, s.outcome, s.summary, s.failures, s.quiet_runs,
    s.paused_at, s.paused_by,
    coalesce(l.held_until >= clock_timestamp(), false) AS running,
    CASE
        WHEN s.paused_at IS NOT NULL OR coalesce(l.held_until >= clock_timestamp(), false) THEN 0
        ELSE greatest(0, extract(epoch FROM clock_timestamp() - s.due_at))
    END::double precision AS lag_seconds
FROM jobs.states s LEFT JOIN jobs.locks l USING (job)
ORDER BY s.job COLLATE "C";

-- history: the newest runs
SELECT job, started_at, finished_at, outcome, summary
FROM jobs.runs
WHERE (CAST(:job AS text) IS NULL OR job = :job) AND finished_at IS NOT NULL
ORDER BY started_at DESC, job COLLATE "C"
LIMIT :most;

-- prune: old runs, but for the last of each job, whole or not
DELETE FROM jobs.runs r
WHERE r.finished_at < clock_timestamp() - make_interval(days => :days)
  AND EXISTS (
      SELECT FROM jobs.runs later
      WHERE later.job = r.job AND later.started_at > r.started_at
        AND (later.summary ->> 'whole' = 'true' OR r.summary ->> 'whole' IS DISTINCT FROM 'true')
  );
