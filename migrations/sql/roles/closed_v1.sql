-- Whether the database leaves nothing to PUBLIC and lets the five roles in, and the projector make temporary tables.

WITH held AS (
    SELECT acl.grantee, acl.privilege_type
    FROM pg_database AS d
    CROSS JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS acl
    WHERE d.datname = current_database()
)
SELECT NOT EXISTS (SELECT FROM held WHERE held.grantee = 0)
   AND NOT EXISTS (
        SELECT
        FROM (
            VALUES
                (%(writer)s::text, 'CONNECT'),
                (%(projector)s, 'CONNECT'),
                (%(publisher)s, 'CONNECT'),
                (%(reader)s, 'CONNECT'),
                (%(eraser)s, 'CONNECT'),
                (%(projector)s, 'TEMPORARY')
        ) AS wanted (role, privilege)
        JOIN pg_roles AS r ON r.rolname = wanted.role
        WHERE NOT EXISTS (SELECT FROM held WHERE held.grantee = r.oid AND held.privilege_type = wanted.privilege)
    );
