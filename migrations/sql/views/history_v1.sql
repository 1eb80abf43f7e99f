-- How reports and cables came to stand as they do: each version with the event of the log that told it. Names are stable:
-- columns are only ever added, at the end. The views run with the owner's rights; %tables% is read_a or read_b.

CREATE VIEW read.report_history AS
SELECT v.report_id, v.reference_id, v.position, v.until, e.recorded_at, encode(e.hash, 'hex') AS log_hash,
       e.type AS event_type, e.actor,
       CASE WHEN e.type <> 'ReportWithheld' THEN coalesce(e.body ->> 'reason', e.body #>> '{decision,reason}') END AS reason,
       v.extractor, v.facts, v.review_status, v.withdrawn,
       (e.body ->> 'codebook')::integer AS codebook
FROM (
    SELECT r.report_id, r.reference_id, r.position, NULL::bigint AS until, r.extractor, r.facts, r.review_status,
           r.withdrawn
    FROM %tables%.reports r
    UNION ALL
    SELECT w.report_id, w.reference_id, w.position, w.until, w.extractor, w.facts, w.review_status, w.withdrawn
    FROM %tables%.report_versions w
    -- Of what is withheld nothing is shown that it ever told.
    WHERE NOT EXISTS (
        SELECT FROM %tables%.decisions d
        WHERE d.report_ids @> ARRAY[w.report_id] AND d.act = 'withhold' AND d.undone_by IS NULL
    )
) AS v
JOIN log.events e ON e.position = v.position;
COMMENT ON VIEW read.report_history IS
    'Every report in every version that it had: what it told, since which event of the log, who recorded that, and why.';
COMMENT ON COLUMN read.report_history.report_id IS 'The report.';
COMMENT ON COLUMN read.report_history.reference_id IS 'Its cable.';
COMMENT ON COLUMN read.report_history.position IS 'Position in the log of the event that told it so.';
COMMENT ON COLUMN read.report_history.until IS 'Position of the event that told it otherwise; null of how it stands.';
COMMENT ON COLUMN read.report_history.recorded_at IS 'When the log recorded that event.';
COMMENT ON COLUMN read.report_history.log_hash IS 'Hash of the log at that position, in hex.';
COMMENT ON COLUMN read.report_history.event_type IS 'The type of that event.';
COMMENT ON COLUMN read.report_history.actor IS 'Who recorded it.';
COMMENT ON COLUMN read.report_history.reason IS 'Why, where the event tells.';
COMMENT ON COLUMN read.report_history.extractor IS 'Version of the extractor that read it.';
COMMENT ON COLUMN read.report_history.facts IS 'All fields of the codebook as one JSON object, as in read.reports; words as the cable is masked now.';
COMMENT ON COLUMN read.report_history.review_status IS 'As in read.reports.';
COMMENT ON COLUMN read.report_history.withdrawn IS 'Whether it was withdrawn then.';
COMMENT ON COLUMN read.report_history.codebook IS 'Version of the codebook; null where the event tells none.';

CREATE VIEW read.cable_history AS
SELECT c.reference_id, e.position, e.recorded_at, encode(e.hash, 'hex') AS log_hash, e.type AS event_type, e.actor,
       coalesce(e.body ->> 'reason', e.body #>> '{decision,reason}') AS reason, e.body ->> 'source' AS source, e.body ->> 'source_format' AS source_format,
       e.body ->> 'extractor' AS extractor
FROM %tables%.cables c
JOIN log.events e ON e.stream = 'cable/' || c.reference_id
WHERE e.body IS NOT NULL AND NOT e.body ? 'report_id';
COMMENT ON VIEW read.cable_history IS
    'What was recorded of each cable itself: its text of record, its renditions, what was erased. Its reports are in read.report_history.';
COMMENT ON COLUMN read.cable_history.reference_id IS 'The cable.';
COMMENT ON COLUMN read.cable_history.position IS 'Position in the log of the event.';
COMMENT ON COLUMN read.cable_history.recorded_at IS 'When the log recorded it.';
COMMENT ON COLUMN read.cable_history.log_hash IS 'Hash of the log at that position, in hex.';
COMMENT ON COLUMN read.cable_history.event_type IS 'The type of the event.';
COMMENT ON COLUMN read.cable_history.actor IS 'Who recorded it.';
COMMENT ON COLUMN read.cable_history.reason IS 'Why, where the event tells.';
COMMENT ON COLUMN read.cable_history.source IS 'Base name of the file that it is about.';
COMMENT ON COLUMN read.cable_history.source_format IS 'Format of that file.';
COMMENT ON COLUMN read.cable_history.extractor IS 'Version of the extractor that read it.';
