-- reports: reports by their ids, the earliest cable first
SELECT r.report_id, r.incident_id, r.reference_id, r.cable_date, c.classification, c.origin, coalesce(c.subject, '') AS subject, r.kind,
       r.facts, r.quote, r.passage, r.facts ->> 'marking' AS marking, r.paragraphs AS labels, r.review_status, r.withdrawn,
       r.withdrawn_reason, r.withheld, r.extractor, r.recorded_at, r.position, h.log_hash, h.actor,
       (
           SELECT told.codebook
           FROM read.report_history told
           WHERE told.report_id = r.report_id AND told.codebook IS NOT NULL
           ORDER BY told.position DESC
           LIMIT 1
       ) AS codebook
FROM read.reports r
JOIN read.report_history h ON h.report_id = r.report_id AND h.until IS NULL
LEFT JOIN read.cables c ON c.reference_id = r.reference_id
WHERE r.report_id = ANY (%(report_ids)s)
ORDER BY r.withdrawn, r.cable_date, r.reference_id COLLATE "C", r.quote_start, r.report_id;

-- words: the paragraphs that a report rests on, where it was read in the text of record
SELECT p.ordinal, p.label, p.marking, p.heading, p.text
FROM read.reports r
JOIN read.cables c ON c.document_id = r.document_id
JOIN read.paragraphs p ON p.reference_id = r.reference_id AND p.ordinal = ANY (r.paragraph_ordinals)
WHERE r.report_id = %(report_id)s
ORDER BY p.ordinal;

-- parts: the people whom a report names
SELECT p.slug, p.name, p.roles
FROM read.person_reports p
WHERE p.report_id = %(report_id)s
ORDER BY p.slug COLLATE "C";

-- tellings: what the reports of an incident tell so differently that not all can be right
SELECT d.field, d.what, d.unit, d.value, d.report_id, d.reference_id, d.cable_date, d.asserted_by, d.words
FROM read.disagreements d
WHERE d.incident_id = %(incident_id)s
ORDER BY d.field, d.what, d.cable_date, d.reference_id COLLATE "C", d.report_id, d.value;

-- joins: why reports are one incident
SELECT p.report_a, p.report_b, p.score, p.reasons
FROM read.incident_pairs p
WHERE p.incident_id = %(incident_id)s
ORDER BY p.score DESC, p.report_a, p.report_b;

-- apart: the reports of other incidents from which somebody found reports of an incident to be apart
SELECT DISTINCT theirs.report_id, theirs.incident_id, theirs.reference_id, d.recorded_at AS decided_at, d.actor, d.reason
FROM read.decisions d
CROSS JOIN LATERAL (VALUES (d.report_ids, d.others), (d.others, d.report_ids)) AS side (here, there)
JOIN read.reports ours ON ours.report_id = ANY (side.here)
JOIN read.reports theirs ON theirs.report_id = ANY (side.there)
WHERE d.act = 'separate' AND d.subject_kind = 'incident' AND d.undone_by IS NULL AND ours.incident_id = %(incident_id)s
  AND theirs.incident_id <> ours.incident_id AND NOT ours.withdrawn AND NOT theirs.withheld
ORDER BY decided_at, theirs.report_id, d.reason;

-- of_incident: the ids of an incident's reports, those withdrawn too
SELECT f.former_id AS report_id
FROM read.incident_ids f
WHERE f.incident_id = %(incident_id)s;

-- of_person: the ids of the reports that name a person
SELECT unnest(p.report_ids) AS report_id FROM read.people p WHERE p.slug = %(key)s;

-- of_operation: the ids of the reports of an operation and of its results
SELECT unnest(o.report_ids) AS report_id FROM read.operations o WHERE o.slug = %(key)s;

-- of_cartel: the ids of the reports that name a group
SELECT r.report_id FROM read.reports r WHERE r.cartels @> ARRAY[%(key)s::text] AND NOT r.withdrawn;

-- of_cable: the ids of the reports of a cable, those withdrawn too
SELECT r.report_id FROM read.reports r WHERE r.reference_id = %(key)s;

-- incident: an incident
SELECT i.incident_id, i.kind, i.facts, i.told_figures, i.first_told, i.last_told, i.review_status, i.withdrawn
FROM read.incidents i
WHERE i.incident_id = %(incident_id)s;

-- person: a person
SELECT p.slug, p.person_id, p.name, p.names, p.aliases, p.positions, p.roles, p.memberships, p.status, p.status_certain,
       p.status_as_of, p.disputed, p.statuses
FROM read.people p
WHERE p.slug = %(key)s;

-- operation: an operation
SELECT o.slug, o.name, o.aliases, o.status, o.status_as_of, o.launched, o.ended, o.states, coalesce(o.cartels, '{}') AS cartels,
       o.objective, o.personnel, o.personnel_now, o.arrest_incidents, o.arrested, coalesce(o.seized, '[]') AS seized,
       coalesce(o.status_history, '[]') AS status_history
FROM read.operations o
WHERE o.slug = %(key)s;

-- cartel: a group
SELECT c.slug, c.name, c.aliases, coalesce(c.states, '{}') AS states, c.reports, c.cables, c.incidents, c.arrests, c.seizures, c.attacks, c.first_event,
       c.last_event, c.first_reference_id, c.last_reference_id, coalesce(c.people, '[]') AS people,
       coalesce(c.factions, '[]') AS factions, coalesce(c.alliances, '[]') AS alliances
FROM read.cartels c
WHERE c.slug = %(key)s;

-- cable: a cable
SELECT c.reference_id, c.cable_date, c.released_at, c.recorded_at, c.classification, c.origin, c.subject, c.tags,
       c.reference_ids, c.partial, c.protected_names, c.source, c.source_format, c.position, h.log_hash,
       c.withdrawn_at, c.withdrawn_from
FROM read.cables c
JOIN read.cable_history h ON h.reference_id = c.reference_id AND h.position = c.position
WHERE c.reference_id = %(key)s;

-- decisions: what people decided on a thing or on reports, in the order of the log
SELECT d.decision_id, d.position, d.recorded_at, h.log_hash, d.actor, d.act, d.subjects, d.changes, d.reason, d.note, d.url, d.undone
FROM read.decisions d
LEFT JOIN LATERAL (
    SELECT h.log_hash FROM read.report_history h WHERE h.report_id = ANY (d.report_ids) AND h.position = d.position LIMIT 1
) AS h ON true
WHERE d.report_ids && %(report_ids)s OR d.others && %(report_ids)s OR d.subjects @> ARRAY[%(key)s::text]
   -- What is decided on a person is on mentions, and a note on an operation may be on another that it is by now.
   OR d.subject_kind = 'person' AND (d.subjects || d.others::text[]) && ARRAY(
       SELECT m.mention_id::text FROM read.people p JOIN read.person_mention_ids m USING (person_id) WHERE p.slug = %(key)s
   )
   OR d.decision_id IN (SELECT n.decision_id FROM read.annotations n WHERE n.subject = %(key)s)
ORDER BY d.position, d.decision_id;

-- rereadings: how a re-reading disagrees with what people decided on a report
SELECT x.position, x.recorded_at, x.extractor, x.found, x.facts, x.fields
FROM read.rereadings x
WHERE x.report_id = ANY (%(report_ids)s)
ORDER BY x.position;
