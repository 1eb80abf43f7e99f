-- tables: the tables of a set
SELECT tablename AS name FROM pg_tables WHERE schemaname = %(set)s ORDER BY tablename;

-- columns: those of a table
SELECT a.attname AS name
FROM pg_attribute a
WHERE a.attrelid = to_regclass(%(table)s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum;

-- checkpoints_alike: whether no projection of the idle set is behind the one that is shown
SELECT bool_and(coalesce(i.position, 0) >= s.position) AS alike
FROM {shown}.checkpoints s
LEFT JOIN {idle}.checkpoints i USING (projection)
WHERE s.projection = ANY (%(projections)s);

-- hold_checkpoints: until the end of the transaction nobody folds
SELECT FROM {shown}.checkpoints FOR UPDATE;

-- analyze: tell the planner what a set holds
SELECT jobs.analyze_set_v1(%(set)s);

-- analyze_grown: the same of what has grown, in the log too; here and not in runner.sql, whose text is one of the rules by
-- which is told what must be folded anew
SELECT jobs.analyze_grown_v1(%(set)s) AS tables;

-- show: replace the views and functions of schema `read` by those over a set
SELECT jobs.show_set_v1(%(set)s);

-- readers: the transactions that see the database as it was at some moment until now. The servers' own are left out
SELECT l.virtualtransaction AS reader
FROM pg_locks l
JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'virtualxid'
  AND l.mode = 'ExclusiveLock'
  AND a.datname = current_database()
  AND a.usesysid IS NOT NULL
  AND a.backend_xmin IS NOT NULL
  AND a.pid <> pg_backend_pid();
