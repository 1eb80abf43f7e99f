-- What the names of the roles that the schema was made for begin with.

SELECT DISTINCT left(r.rolname, -length('_reader'))
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN aclexplode(c.relacl) AS acl
JOIN pg_roles AS r ON r.oid = acl.grantee
WHERE n.nspname = 'jobs' AND c.relname = 'schema_revision' AND r.rolname LIKE '%%\_reader'
ORDER BY 1;
