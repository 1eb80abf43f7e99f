-- views: the views of schema read, and what each has
SELECT c.relname::text AS view, obj_description(c.oid, 'pg_class') AS what
FROM pg_class c
WHERE c.relnamespace = 'read'::regnamespace AND c.relkind = 'v'
ORDER BY c.relname COLLATE "C";

-- columns: the columns of a view, and what each tells
SELECT a.attname::text AS column, format_type(a.atttypid, a.atttypmod) AS type, col_description(c.oid, a.attnum) AS what
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'read'::regnamespace AND c.relkind = 'v' AND c.relname = '{view}'
ORDER BY a.attnum;
