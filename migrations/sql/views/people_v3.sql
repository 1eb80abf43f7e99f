-- What is told of people whom the forces of the state killed, and of when something happened to a person.

COMMENT ON VIEW read.people IS
    'Everybody who was arrested, sought, acted or led, victims in public office or of a group, and those whom the forces of the state killed while they fought a group, which are told with it, as last reported. Mentions are one person only where the name and a second fact agree (cable, incident, alias, group, position, or a state in the same or a neighbouring year).';
COMMENT ON COLUMN read.people.status_date IS
    'When that happened, as a range of days: of the reports that may tell the same, the most exact one; null where no report tells.';
