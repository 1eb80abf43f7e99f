-- What sources tell differently. The view runs with the owner's rights; %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.disagreements AS
SELECT d.incident_id, i.kind, d.field, d.what, d.unit, d.value, d.report_id, d.mention, d.reference_id, d.cable_date,
       d.asserted_by, d.words
FROM %tables%.disagreements d
JOIN %tables%.incidents i USING (incident_id);
COMMENT ON VIEW read.disagreements IS
    'What the cables of an incident, or the mentions of one report, tell so differently that not all can be right: a row per telling.';
COMMENT ON COLUMN read.disagreements.incident_id IS 'The incident.';
COMMENT ON COLUMN read.disagreements.kind IS 'Its kind.';
COMMENT ON COLUMN read.disagreements.field IS
    'What is told differently: killed, injured, count, personnel, quantity, date, place or status.';
COMMENT ON COLUMN read.disagreements.what IS 'Of a quantity: of what.';
COMMENT ON COLUMN read.disagreements.unit IS 'Of a quantity: its unit; tons are kg here.';
COMMENT ON COLUMN read.disagreements.value IS
    'What this one tells: a figure with its comparison (> < ~ >= <=), a day or two with "to" between, places, or a status.';
COMMENT ON COLUMN read.disagreements.report_id IS 'The report that tells it.';
COMMENT ON COLUMN read.disagreements.mention IS 'The number of its mention; null where the report as a whole tells it.';
COMMENT ON COLUMN read.disagreements.reference_id IS 'The cable of that report.';
COMMENT ON COLUMN read.disagreements.cable_date IS 'When that cable was created, in UTC.';
COMMENT ON COLUMN read.disagreements.asserted_by IS 'Who says so, as the text tells: post, government, press or contact; empty where none is told.';
COMMENT ON COLUMN read.disagreements.words IS 'The words that tell it.';
