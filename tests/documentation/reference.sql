-- views: every view of schema read, with its comment
SELECT c.relname::text AS name, coalesce(obj_description(c.oid, 'pg_class'), '') AS told
FROM pg_class c
WHERE c.relnamespace = 'read'::regnamespace AND c.relkind = 'v'
ORDER BY c.relname COLLATE "C";

-- columns: every column of those, in order
SELECT c.relname::text AS view, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
       coalesce(col_description(c.oid, a.attnum), '') AS told
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'read'::regnamespace AND c.relkind = 'v'
ORDER BY c.relname COLLATE "C", a.attnum;

-- functions: every function of schema read, with its comment
SELECT p.proname::text AS name, pg_get_function_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS result,
       coalesce(obj_description(p.oid, 'pg_proc'), '') AS told
FROM pg_proc p
WHERE p.pronamespace = 'read'::regnamespace
ORDER BY p.proname COLLATE "C", 2;

-- joins: which column leads to which
SELECT from_view, from_column, to_view, to_column FROM read.joins;
