CREATE OR REPLACE VIEW read.person_mention_ids AS
SELECT p.person_id, m.mention_id, m.report_id, m.name
FROM %tables%.people p
CROSS JOIN LATERAL unnest(p.mentions) AS mention (mention_id)
JOIN %tables%.person_mentions m USING (mention_id);
COMMENT ON COLUMN read.person_mention_ids.name IS 'The name as the report has it.';
