-- report: the cable of a report
SELECT r.reference_id FROM read.reports r WHERE r.report_id = %(key)s::uuid;

-- incident: the kind of an incident
SELECT i.kind FROM read.incidents i WHERE i.incident_id = %(key)s::uuid;

-- reports_of: the reports of an incident that are not withdrawn; what is withheld can stand again
SELECT r.report_id FROM read.reports r WHERE r.incident_id = %(key)s::uuid AND (NOT r.withdrawn OR r.withheld)
ORDER BY r.report_id;

-- person: the id of a person, which is that of the first mention
SELECT p.person_id FROM read.people p WHERE p.slug = %(key)s;

-- mentions: the mentions of a person
SELECT m.report_id, m.mention_id
FROM read.people p
JOIN read.person_mention_ids m USING (person_id)
WHERE p.slug = %(key)s
ORDER BY m.mention_id;

-- decisions: the decisions whose id begins so, with the cables of the reports that they are about
SELECT d.decision_id, d.act, d.reference_ids
FROM read.decisions d
WHERE d.decision_id::text LIKE %(prefix)s || '%%'
ORDER BY d.position LIMIT 5;
