-- views: the views that the reader may see, and what each has
SELECT c.relname::text AS name, coalesce(obj_description(c.oid, 'pg_class'), '') AS told
FROM pg_class c
WHERE c.relnamespace = 'read'::regnamespace AND c.relkind = 'v' AND has_table_privilege(c.oid, 'SELECT')
ORDER BY c.relname COLLATE "C";

-- columns: the columns of each, without what only serves to search
SELECT c.relname::text AS view, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
       coalesce(col_description(c.oid, a.attnum), '') AS told
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'read'::regnamespace
  AND c.relkind = 'v'
  AND has_table_privilege(c.oid, 'SELECT')
  AND a.atttypid <> 'tsvector'::regtype
ORDER BY c.relname COLLATE "C", a.attnum;

-- joins: which column leads to which
SELECT j.from_view, j.from_column, j.to_view, j.to_column
FROM read.joins j
ORDER BY j.from_view COLLATE "C", j.from_column COLLATE "C", j.to_view COLLATE "C", j.to_column COLLATE "C";

-- log: how far the views are
SELECT l.position, l.hash, l.recorded_at, l.newest FROM read.log l;
