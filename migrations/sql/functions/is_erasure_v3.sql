-- As `is_erasure_v2.sql`, with the summary by which readers were told of an erased development.
-- Whether what an event says is an erasure in the very form that the tracker writes: `WordsErased` and `EventErased` of
-- schema version 1 in `tracker/events.py`. What an event of another form erased, verification could never accept, since
-- it cannot read the event. Never null. Where a part is and what it spans is for `log.blanked_v1` to check.
CREATE OR REPLACE FUNCTION log.is_erasure_v1(event_type text, schema_version integer, body jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- These are for the text of jsonb, which is one for all that mean the same: short keys come first.
    uuid_form CONSTANT text := '^"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$';
    span_form CONSTANT text := '\[[0-9]{1,9}, [0-9]{1,9}\]';
    spans_form CONSTANT text := format('\[%1$s(, %1$s)*\]', span_form);
    part_form CONSTANT text := format(
        '^\{"spans": %s, "ordinal": [0-9]{1,9}, "commitment": "[0-9a-f]{64}"\}$', spans_form
    );
    kinds CONSTANT text[] := '{operation,arrest,seizure,eradication,attack,homicide_count,harm}';
    remains jsonb := body -> 'remains';
    topics text;
BEGIN
    IF (
        schema_version = 1 AND jsonb_typeof(body) = 'object' AND jsonb_typeof(body -> 'reason') = 'string'
    ) IS NOT TRUE THEN
        RETURN false;
    END IF;

    IF event_type = 'WordsErased' THEN
        IF (
            body - '{reference_id,document_id,parts,reason}'::text[] = '{}'
            AND jsonb_typeof(body -> 'reference_id') = 'string'
            AND (body -> 'document_id')::text ~ uuid_form
            AND jsonb_typeof(body -> 'parts') = 'array'
        ) IS NOT TRUE THEN
            RETURN false;
        END IF;
        RETURN (
            SELECT count(*) > 0 AND count(DISTINCT part -> 'ordinal') = count(*) AND bool_and(part::text ~ part_form)
            FROM jsonb_array_elements(body -> 'parts') AS e (part)
        ) IS TRUE;
    END IF;

    IF (
        event_type = 'EventErased'
        AND body - '{event_id,type_erased,subject,reason,remains}'::text[] = '{}'
        AND (body -> 'event_id')::text ~ uuid_form
        AND jsonb_typeof(body -> 'type_erased') = 'string'
        AND jsonb_typeof(body -> 'subject') = 'string'
    ) IS NOT TRUE THEN
        RETURN false;
    END IF;
    IF remains IS NULL OR remains = 'null' THEN
        RETURN true;
    END IF;
    IF (
        jsonb_typeof(remains) = 'object'
        AND jsonb_typeof(remains -> 'reference_id') = 'string'
        AND remains ->> 'kind' = ANY (kinds)
    ) IS NOT TRUE THEN
        RETURN false;
    END IF;
    FOREACH topics IN ARRAY '{cartels,operations,states}'::text[] LOOP
        IF remains ? topics AND (
            jsonb_typeof(remains -> topics) <> 'array'
            OR jsonb_path_exists(remains -> topics, 'strict $[*] ? (@.type() != "string")')
        ) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN remains - '{reference_id,kind,document_id,spans,cartels,operations,states,summary_id}'::text[] = '{}'
           AND coalesce((remains -> 'document_id')::text ~ uuid_form OR remains -> 'document_id' = 'null', true)
           AND coalesce((remains -> 'summary_id')::text ~ uuid_form OR remains -> 'summary_id' = 'null', true)
           AND coalesce((remains -> 'spans')::text ~ format('^(\[\]|%s)$', spans_form), true)
           AND NOT jsonb_path_exists(remains -> 'spans', 'strict $[*] ? (@[0] > @[1])', silent => true) IS TRUE;
END
$$;
