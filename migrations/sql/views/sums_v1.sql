-- Sums of incidents. %tables% is read_a or read_b.

CREATE VIEW read.topic_sums AS
SELECT s.family, s.slug, s.incidents
FROM %tables%.topic_sums s;
COMMENT ON VIEW read.topic_sums IS
    'How many incidents there are of each kind, state, group and operation, totals over periods too; withdrawn ones are left out.';
COMMENT ON COLUMN read.topic_sums.family IS 'kinds, states, cartels or operations.';
COMMENT ON COLUMN read.topic_sums.slug IS 'The kind as in read.incidents, the state''s code, or the slug of the group or operation.';
COMMENT ON COLUMN read.topic_sums.incidents IS 'How many; one in two states is counted in each.';

CREATE VIEW read.kind_months AS
SELECT m.month, m.kind, m.incidents
FROM %tables%.kind_months m;
COMMENT ON VIEW read.kind_months IS
    'Incidents by month and kind, those of which the month is told; totals over periods and published figures are left out, as are withdrawn ones.';
COMMENT ON COLUMN read.kind_months.month IS 'First day of the month in which they began.';
COMMENT ON COLUMN read.kind_months.kind IS 'As in read.incidents.';
COMMENT ON COLUMN read.kind_months.incidents IS 'How many.';
