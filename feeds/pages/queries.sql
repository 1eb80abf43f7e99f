-- cartels: how each group stands beyond what its feed tells
SELECT slug, totals, first_mention, last_mention, last_reference_id, arrests, arrested, seizures, attacks,
       coalesce(presence, '[]') AS presence, coalesce(seized, '[]') AS seized,
       coalesce(attacks_by_role, '[]') AS attacks_by_role, coalesce(people, '[]') AS people,
       coalesce(faction_of, '[]') AS faction_of, coalesce(factions, '[]') AS factions,
       coalesce(alliances, '[]') AS alliances
  FROM read.cartels
 WHERE slug = ANY (CAST(:keys AS text[]));

-- operations: how each operation stands beyond what its feed tells
SELECT slug, launched, launched_precision, ended, coalesce(forces, '{}') AS forces, coalesce(cartels, '{}') AS cartels, personnel_now, objective,
       arrest_incidents, arrested, attack_incidents, attack_killed, last_told,
       coalesce(status_history, '[]') AS status_history, coalesce(personnel_told, '[]') AS personnel_told,
       coalesce(seized, '[]') AS seized, coalesce(eradicated, '[]') AS eradicated,
       coalesce(totals_told, '[]') AS totals_told, coalesce(sources, '[]') AS sources
  FROM read.operations
 WHERE slug = ANY (CAST(:keys AS text[]));

-- states: how each state stands
SELECT code, name, inegi_code IS NOT NULL AS mexican, incidents, attacks, arrests, seizures, eradications,
       operation_events, harms, killed, injured, arrested, coalesce(cartels, '{}') AS cartels,
       coalesce(operations, '{}') AS operations, lower(homicide_period) AS homicide_start,
       upper(homicide_period) - 1 AS homicide_end, homicide_count, homicide_count_op, homicide_reference_id,
       coalesce(homicide_differs, false) AS homicide_differs, first_event, last_event
  FROM read.states
 WHERE code = ANY (CAST(:keys AS text[]))
 ORDER BY code COLLATE "C";

-- people: everybody with a part in events, by name; whom these only struck has no page, unless told with a group
SELECT slug, person_id, name, coalesce(names, '{}') AS names, coalesce(aliases, '{}') AS aliases,
       coalesce(cartels, '{}') AS cartels, coalesce(memberships, '[]') AS memberships,
       coalesce(positions, '{}') AS positions, coalesce(roles, '{}') AS roles, status, status_certain, status_as_of,
       status_reference_id, status_report_id, coalesce(disputed, false) AS disputed,
       coalesce(statuses, '[]') AS statuses, incidents, reports, cables, first_mention, last_mention,
       coalesce(report_ids, '{}') AS report_ids
  FROM read.people
 WHERE (CAST(:keys AS text[]) IS NULL OR slug = ANY (CAST(:keys AS text[])))
   AND (NOT roles <@ '{victim,target}' OR cartels <> '{}')
 ORDER BY name COLLATE "C", slug COLLATE "C";

-- differing: what the cables of an incident tell so differently that not all can be right
SELECT incident_id, field, what, unit, value, report_id, reference_id, cable_date,
       coalesce(asserted_by, '{}') AS asserted_by, words
  FROM read.disagreements
 WHERE incident_id = ANY (CAST(:keys AS uuid[]))
 ORDER BY incident_id, field COLLATE "C", what COLLATE "C", unit COLLATE "C", cable_date, reference_id COLLATE "C",
          report_id, mention, value COLLATE "C", words COLLATE "C";

-- pairs: why reports were joined
SELECT incident_id, report_a, report_b, score, coalesce(reasons, '{}') AS reasons
  FROM read.incident_pairs
 WHERE incident_id = ANY (CAST(:keys AS uuid[]))
 ORDER BY incident_id, score DESC, report_a, report_b;

-- apart: the reports of other incidents from which somebody found reports of an incident to be apart
SELECT DISTINCT ours.incident_id, theirs.report_id, theirs.reference_id, d.recorded_at AS decided_at, d.reason
  FROM read.decisions d
 CROSS JOIN LATERAL (VALUES (d.report_ids, d.others), (d.others, d.report_ids)) AS side (here, there)
  JOIN read.reports ours ON ours.report_id = ANY (side.here)
  JOIN read.reports theirs ON theirs.report_id = ANY (side.there)
 WHERE d.act = 'separate' AND d.subject_kind = 'incident' AND d.undone_by IS NULL
   AND ours.incident_id = ANY (CAST(:keys AS uuid[]))
   AND theirs.incident_id <> ours.incident_id AND NOT ours.withdrawn AND NOT theirs.withheld
 ORDER BY ours.incident_id, decided_at, theirs.report_id, d.reason;

-- parted: the incidents of all reports that a decision on one of these held apart, or does no longer
SELECT DISTINCT r.incident_id
  FROM read.decisions d
  JOIN read.reports r ON r.report_id = ANY (d.report_ids || d.others)
 WHERE d.act = 'separate' AND d.subject_kind = 'incident'
   AND (d.report_ids && CAST(:keys AS uuid[]) OR d.others && CAST(:keys AS uuid[]));

-- noted: what people noted of things of some kinds
SELECT n.subject_kind, n.subject, n.note, n.url, n.actor, n.recorded_at
  FROM read.annotations n
 WHERE n.subject_kind = ANY (CAST(:kinds AS text[])) AND n.subject = ANY (CAST(:keys AS text[]))
 ORDER BY n.position;

-- joined_operations: those that somebody ever held to be others: what was noted of one can stand on the page of another
SELECT DISTINCT unnest(d.subjects) AS slug
  FROM read.decisions d
 WHERE d.act = 'merge' AND d.subject_kind = 'operation';

-- slugs: of everybody with a page, by name
SELECT slug
  FROM read.people
 WHERE NOT roles <@ '{victim,target}' OR cartels <> '{}'
 ORDER BY name COLLATE "C", slug COLLATE "C";

-- touched_people: of those that are named by these ids, or by reports
SELECT slug
  FROM read.people
 WHERE person_id = ANY (CAST(:people AS uuid[])) OR report_ids && CAST(:reports AS uuid[])
 ORDER BY slug COLLATE "C";

-- noted_people: those whom mentions name
SELECT DISTINCT p.slug
  FROM read.person_mention_ids m
  JOIN read.people p USING (person_id)
 WHERE CAST(m.mention_id AS text) = ANY (CAST(:mentions AS text[]));

-- cited: what reports are cited with, as they stand
SELECT h.report_id, coalesce(c.subject, '') AS subject, c.origin, c.classification, h.log_hash, h.codebook
  FROM read.report_history h
  JOIN read.cables c ON c.reference_id = h.reference_id
 WHERE h.until IS NULL AND h.report_id = ANY (CAST(:keys AS uuid[]));
