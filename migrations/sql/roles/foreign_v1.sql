-- The schemas of ours that belong to somebody in whose name `owner` cannot act, and to whom.

SELECT n.nspname, pg_get_userbyid(n.nspowner)
FROM pg_namespace AS n
WHERE n.nspname IN ('log', 'sealed', 'jobs', 'read', 'read_a', 'read_b')
  AND NOT EXISTS (
        SELECT FROM pg_roles AS r WHERE r.rolname = %(owner)s AND pg_has_role(r.oid, n.nspowner, 'USAGE')
    )
ORDER BY n.nspname;
