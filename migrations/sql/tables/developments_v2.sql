-- What developments tell beside the report that they are about. Run once in `read_a` and once in `read_b` (by search_path).

ALTER TABLE developments
    -- A summary is of many cables and incidents.
    ALTER COLUMN reference_id DROP NOT NULL,
    ALTER COLUMN incident_id DROP NOT NULL,
    ADD COLUMN known jsonb NOT NULL DEFAULT '[]',
    -- The cables whose words it repeats: where those change, so does it.
    ADD COLUMN told_of text[] NOT NULL DEFAULT '{}',
    ADD COLUMN quiet boolean NOT NULL DEFAULT false,
    ADD COLUMN summary_id uuid,
    ADD COLUMN run uuid,
    ADD COLUMN extractor text;
CREATE INDEX developments_told_of ON developments USING gin (told_of);
CREATE INDEX developments_summary ON developments (summary_id) WHERE summary_id IS NOT NULL;
CREATE INDEX developments_run ON developments (run) WHERE run IS NOT NULL;
CREATE INDEX developments_amended_by ON developments (amended_by) WHERE amended_by IS NOT NULL;
