-- candidates: what has this id, and what has one that begins so; without a kind an id that an incident shares with a report is the report's
SELECT found.kind, found.key, found.told, coalesce(found.exact, false) AS exact
FROM (
    SELECT 'reports' AS kind, r.report_id::text AS key,
           r.kind || ' in ' || r.reference_id || CASE WHEN r.withdrawn THEN ', withdrawn' ELSE '' END AS told,
           %(low)s = %(high)s::uuid AS exact
    FROM read.reports r
    WHERE r.report_id BETWEEN %(low)s::uuid AND %(high)s::uuid
    UNION ALL
    SELECT DISTINCT 'incidents', i.incident_id::text, i.kind || ' in ' || array_to_string(i.reference_ids, ', '),
           %(low)s = %(high)s::uuid
    FROM read.incident_ids f
    JOIN read.incidents i USING (incident_id)
    WHERE f.former_id BETWEEN %(low)s::uuid AND %(high)s::uuid AND %(kind)s::text = 'incidents'
    UNION ALL
    SELECT 'people', p.slug, p.name, p.slug = %(word)s OR %(low)s = %(high)s::uuid
    FROM read.people p
    WHERE p.slug LIKE %(prefix)s OR p.person_id BETWEEN %(low)s::uuid AND %(high)s::uuid
    UNION ALL
    SELECT 'operations', o.slug, o.name, o.slug = %(word)s
    FROM read.operations o
    WHERE o.slug LIKE %(prefix)s
    UNION ALL
    SELECT 'cartels', c.slug, c.name, c.slug = %(word)s
    FROM read.cartels c
    WHERE c.slug LIKE %(prefix)s
    UNION ALL
    SELECT 'cables', c.reference_id, c.subject, c.reference_id = %(reference_id)s
    FROM read.cables c
    WHERE c.reference_id = %(reference_id)s OR c.reference_id LIKE %(reference_prefix)s
) AS found
WHERE %(kind)s::text IS NULL OR found.kind = %(kind)s
ORDER BY 4 DESC, found.kind, found.key COLLATE "C"
LIMIT 200;
