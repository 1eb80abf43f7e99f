-- What the reports need to stand for incidents: the incident of each, and its cable's date. Run once in `read_a` and once in
-- `read_b` (by search_path).

ALTER TABLE reports
    -- A report is its own incident until the incidents are folded.
    ADD COLUMN incident_id uuid,
    ADD COLUMN cable_date timestamptz,
    -- The position in the log up to which the incident was folded when it last changed: by it, read models find the reports
    -- whose incident other cables changed.
    ADD COLUMN incident_position bigint;
UPDATE reports SET incident_id = report_id;
ALTER TABLE reports ALTER COLUMN incident_id SET NOT NULL;
CREATE INDEX reports_incident ON reports (incident_id);
CREATE INDEX reports_incident_position ON reports (incident_position);
CREATE INDEX reports_position ON reports (position);
CREATE INDEX reports_cable_date ON reports (cable_date);
