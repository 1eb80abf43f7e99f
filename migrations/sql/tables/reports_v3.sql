-- What the reports need to stand for incidents: the incident of each, and its cable's date. Run once in `read_a` and once in
-- `read_b` (by search_path).

ALTER TABLE reports
    -- Null until the incidents are folded.
    ADD COLUMN incident_id uuid,
    ADD COLUMN cable_date timestamptz;
CREATE INDEX reports_incident ON reports (incident_id);

-- All read models are told anew: folded from the log's start over what is there, which changes no id.
DELETE FROM checkpoints;
