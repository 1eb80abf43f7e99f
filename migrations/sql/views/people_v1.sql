-- People, and the people of each group. Names are stable: columns are only ever added, at the end. The views run with the
-- owner's rights; %tables% is read_a or read_b.

CREATE VIEW read.people AS
SELECT p.slug, p.person_id, p.name, p.names, p.aliases, p.cartels, p.memberships, p.positions, p.roles,
       p.status, p.status_certain, p.status_as_of, p.status_date, p.status_reference_id, p.status_report_id,
       p.status_asserted_by, p.disputed, p.statuses, p.incidents, p.reports, p.cables, p.first_mention,
       p.last_mention, p.first_reference_id, p.last_reference_id, p.first_event, p.last_event, p.report_ids
FROM %tables%.people p;
COMMENT ON VIEW read.people IS
    'Everybody who was arrested, sought, acted or led, and victims in public office or of a group, as last reported. Mentions are one person only where the name and a second fact agree (cable, incident, alias, group, position, or a state in the same or a neighbouring year).';
COMMENT ON COLUMN read.people.slug IS 'Name in addresses; where several people have one name, all but the first mentioned have a number. It follows from the reports and can change with them.';
COMMENT ON COLUMN read.people.person_id IS 'Made of the earliest report that names the person, and of the name in it.';
COMMENT ON COLUMN read.people.name IS 'The fullest form of the name, as printed.';
COMMENT ON COLUMN read.people.names IS 'All forms of the name, as printed.';
COMMENT ON COLUMN read.people.aliases IS 'Nicknames and other names.';
COMMENT ON COLUMN read.people.cartels IS 'Slugs of the groups that the person is told with: see read.cartel_people for the role.';
COMMENT ON COLUMN read.people.memberships IS 'The same as a list of cartel, role (leader, member; linked: in public office and held for ties to it) and reports.';
COMMENT ON COLUMN read.people.positions IS 'What reports say that the person is, in their words.';
COMMENT ON COLUMN read.people.roles IS 'The parts that the person has in events: arrested, leader, perpetrator, target, victim.';
COMMENT ON COLUMN read.people.status IS 'As last reported: arrested, killed, wounded, kidnapped, extradited, released or at large; null where no report tells. At large may only be implied: the person is named as acting or sought, and no report tells otherwise. A weaker wording never overrides a stronger one.';
COMMENT ON COLUMN read.people.status_certain IS 'Whether the status is told outright; false where the text hedges or only implies it.';
COMMENT ON COLUMN read.people.status_as_of IS 'Date of the newest cable that tells the status.';
COMMENT ON COLUMN read.people.status_date IS 'When that happened, as a range of days; null where no report tells.';
COMMENT ON COLUMN read.people.status_reference_id IS 'The newest cable that tells the status.';
COMMENT ON COLUMN read.people.status_report_id IS 'The report in it.';
COMMENT ON COLUMN read.people.status_asserted_by IS 'Who says so there, as the text tells: post, government, press or contact; empty where none is told.';
COMMENT ON COLUMN read.people.disputed IS 'Whether reports contradict one another about it: of the same event or day, of something after a death, or a hedged one of something later.';
COMMENT ON COLUMN read.people.statuses IS 'All that reports tell of the status, by the cable''s date: status, certain, implied, reference_id, report_id, date, asserted_by.';
COMMENT ON COLUMN read.people.incidents IS 'Incidents that the person has a part in.';
COMMENT ON COLUMN read.people.reports IS 'Reports that name the person.';
COMMENT ON COLUMN read.people.cables IS 'Cables with such reports.';
COMMENT ON COLUMN read.people.first_mention IS 'Date of the earliest of these cables.';
COMMENT ON COLUMN read.people.last_mention IS 'Date of the newest of these cables.';
COMMENT ON COLUMN read.people.first_reference_id IS 'The earliest of these cables.';
COMMENT ON COLUMN read.people.last_reference_id IS 'The newest of these cables.';
COMMENT ON COLUMN read.people.first_event IS 'First day of the earliest event.';
COMMENT ON COLUMN read.people.last_event IS 'Last day of the latest event.';
COMMENT ON COLUMN read.people.report_ids IS 'The reports that name the person.';

CREATE VIEW read.person_reports AS
SELECT p.slug, p.person_id, m.report_id, m.incident_id, m.reference_id, m.cable_date, m.name, m.aliases, m.roles, m.positions,
       m.cartels, m.cartel_role, m.status, m.weight = 3 AS certain, m.asserted_by
FROM %tables%.people p
CROSS JOIN LATERAL unnest(p.mentions) AS mention (mention_id)
JOIN %tables%.person_mentions m USING (mention_id);
COMMENT ON VIEW read.person_reports IS 'What each report tells of each person: joins read.people with read.reports.';
COMMENT ON COLUMN read.person_reports.slug IS 'The person, as in read.people.';
COMMENT ON COLUMN read.person_reports.person_id IS 'The person, as in read.people.';
COMMENT ON COLUMN read.person_reports.report_id IS 'The report that names the person.';
COMMENT ON COLUMN read.person_reports.incident_id IS 'The incident that it is about.';
COMMENT ON COLUMN read.person_reports.reference_id IS 'Its cable.';
COMMENT ON COLUMN read.person_reports.cable_date IS 'When that cable was created, in UTC.';
COMMENT ON COLUMN read.person_reports.name IS 'The name as printed there.';
COMMENT ON COLUMN read.person_reports.aliases IS 'Nicknames and other names as printed there.';
COMMENT ON COLUMN read.person_reports.roles IS 'The parts that the person has in the event.';
COMMENT ON COLUMN read.person_reports.positions IS 'What the report says that the person is.';
COMMENT ON COLUMN read.person_reports.cartels IS 'The groups that the report tells the person with.';
COMMENT ON COLUMN read.person_reports.cartel_role IS 'leader, member, or linked (in public office and held for ties); null without a group.';
COMMENT ON COLUMN read.person_reports.status IS 'What the report tells of the status, as in read.people.';
COMMENT ON COLUMN read.person_reports.certain IS 'Whether it tells so outright.';
COMMENT ON COLUMN read.person_reports.asserted_by IS 'Who says so, as the text tells.';

CREATE VIEW read.cartel_people AS
SELECT m.membership ->> 'cartel' AS cartel, p.slug, p.person_id, p.name, p.aliases, m.membership ->> 'role' AS role, p.status,
       p.status_certain, p.status_as_of, p.status_date, p.status_reference_id, p.status_report_id, p.status_asserted_by,
       p.disputed, (m.membership ->> 'reports')::integer AS reports, p.last_mention
FROM %tables%.people p
CROSS JOIN LATERAL jsonb_array_elements(p.memberships) AS m (membership);
COMMENT ON VIEW read.cartel_people IS 'The known leaders and members of each group, with their status as last reported.';
COMMENT ON COLUMN read.cartel_people.cartel IS 'The group, as in read.cartels.';
COMMENT ON COLUMN read.cartel_people.slug IS 'The person, as in read.people.';
COMMENT ON COLUMN read.cartel_people.person_id IS 'The person, as in read.people.';
COMMENT ON COLUMN read.cartel_people.name IS 'The fullest form of the name, as printed.';
COMMENT ON COLUMN read.cartel_people.aliases IS 'Nicknames and other names.';
COMMENT ON COLUMN read.cartel_people.role IS 'leader, member, or linked: in public office and held for ties to the group.';
COMMENT ON COLUMN read.cartel_people.status IS 'As in read.people.';
COMMENT ON COLUMN read.cartel_people.status_certain IS 'As in read.people.';
COMMENT ON COLUMN read.cartel_people.status_as_of IS 'As in read.people.';
COMMENT ON COLUMN read.cartel_people.status_date IS 'As in read.people.';
COMMENT ON COLUMN read.cartel_people.status_reference_id IS 'As in read.people.';
COMMENT ON COLUMN read.cartel_people.status_report_id IS 'As in read.people.';
COMMENT ON COLUMN read.cartel_people.status_asserted_by IS 'As in read.people.';
COMMENT ON COLUMN read.cartel_people.disputed IS 'As in read.people.';
COMMENT ON COLUMN read.cartel_people.reports IS 'Reports that tell the person with the group.';
COMMENT ON COLUMN read.cartel_people.last_mention IS 'Date of the newest cable that names the person.';

CREATE FUNCTION read.people_at("position" bigint)
RETURNS SETOF read.people
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT p.slug, p.person_id, p.name, p.names, p.aliases, p.cartels, p.memberships, p.positions, p.roles,
       p.status, p.status_certain, p.status_as_of, p.status_date, p.status_reference_id, p.status_report_id,
       p.status_asserted_by, p.disputed, p.statuses, p.incidents, p.reports, p.cables, p.first_mention,
       p.last_mention, p.first_reference_id, p.last_reference_id, p.first_event, p.last_event, p.report_ids
FROM people_of(ARRAY(SELECT r FROM reports_at(people_at.position) AS r)) AS p
$$;
COMMENT ON FUNCTION read.people_at(bigint) IS 'The people that today''s rules make of the log up to a position.';

CREATE FUNCTION read.people_known(known date)
RETURNS SETOF read.people
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT p.slug, p.person_id, p.name, p.names, p.aliases, p.cartels, p.memberships, p.positions, p.roles,
       p.status, p.status_certain, p.status_as_of, p.status_date, p.status_reference_id, p.status_report_id,
       p.status_asserted_by, p.disputed, p.statuses, p.incidents, p.reports, p.cables, p.first_mention,
       p.last_mention, p.first_reference_id, p.last_reference_id, p.first_event, p.last_event, p.report_ids
FROM people_of(ARRAY(SELECT r FROM reports_known(people_known.known) AS r)) AS p
$$;
COMMENT ON FUNCTION read.people_known(date) IS 'The people as known at the end of a day (UTC): from the cables created by then alone.';
