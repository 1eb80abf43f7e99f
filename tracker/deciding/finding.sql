-- reports: the reports whose id begins so
SELECT r.report_id, r.reference_id, r.incident_id FROM read.reports r WHERE r.report_id::text LIKE %(prefix)s || '%%'
ORDER BY r.report_id LIMIT 5;

-- incidents: the incidents whose id, or one that leads to them, begins so
SELECT DISTINCT i.incident_id, i.kind
FROM read.incident_ids f
JOIN read.incidents i USING (incident_id)
WHERE f.former_id::text LIKE %(prefix)s || '%%'
ORDER BY i.incident_id LIMIT 5;

-- reports_of: the reports of an incident that are not withdrawn; what is withheld can stand again
SELECT r.report_id FROM read.reports r WHERE r.incident_id = %(incident_id)s AND (NOT r.withdrawn OR r.withheld)
ORDER BY r.report_id;

-- mentions: the mentions of a person
SELECT p.slug, m.report_id, m.mention_id
FROM read.people p
JOIN read.person_mention_ids m USING (person_id)
WHERE p.slug = %(slug)s
ORDER BY m.mention_id;

-- operation: whether there is an operation of a name in addresses
SELECT o.slug FROM read.operations o WHERE o.slug = %(slug)s;

-- cable: whether there is a cable
SELECT c.reference_id FROM read.cables c WHERE c.reference_id = %(reference_id)s;

-- decisions: the decisions whose id begins so, with the cables of the reports that they are about
SELECT d.decision_id, d.act, d.reference_ids
FROM read.decisions d
WHERE d.decision_id::text LIKE %(prefix)s || '%%'
ORDER BY d.position LIMIT 5;
