-- Erases what an event names, in the transaction that appends the event; returns its position. Nothing else may erase:
-- what `log.permit_erasure_v1` lets through must be named by the newest event.
--
-- EventErased: the body of the event `event_id`, with its salt. WordsErased: spans of parts of a document; `salts` holds
-- the new salt of each part, in the order of the event's `parts`, whose `commitment` must be that of what remains.
-- Digests and hashes stay, so the chain still proves that there was this event, and no guess at it can be confirmed.
-- A repeat is a no-op. Errors: TR007 what cannot be erased.
--
-- Runs with the owner's rights for the one role that may erase.
CREATE FUNCTION log.erase_v1(event log.new_event, salts bytea[])
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    named jsonb := (event).body;
    recorded bigint;
    target record;
    part jsonb;
    nth integer := 0;
    remaining text;
BEGIN
    IF (event).type NOT IN ('EventErased', 'WordsErased') THEN
        RAISE EXCEPTION 'an event of type % erases nothing', (event).type USING ERRCODE = 'TR007';
    END IF;
    PERFORM log.lock_head_v1();
    recorded := (log.recorded_v1(ARRAY[event]))[1];
    IF recorded IS NOT NULL THEN
        RETURN recorded;
    END IF;
    recorded := (log.append_v2(ARRAY[event], '{}', '{}'))[1];

    IF (event).type = 'EventErased' THEN
        SELECT e.position, e.stream, e.type, e.body IS NULL AS erased INTO target
        FROM log.events e
        WHERE e.event_id = (named ->> 'event_id')::uuid;
        IF NOT FOUND OR target.stream <> (event).stream OR target.type IS DISTINCT FROM named ->> 'type_erased' THEN
            RAISE EXCEPTION 'stream % has no event % of type %', (event).stream, named ->> 'event_id', named ->> 'type_erased'
                USING ERRCODE = 'TR007';
        END IF;
        IF target.type IN ('EventErased', 'WordsErased') THEN
            RAISE EXCEPTION 'event % tells of an erasure, which must stay readable', named ->> 'event_id'
                USING ERRCODE = 'TR007';
        END IF;
        IF target.erased THEN
            RAISE EXCEPTION 'event % is erased already', named ->> 'event_id' USING ERRCODE = 'TR007';
        END IF;
        UPDATE log.events e SET body = NULL, salt = NULL WHERE e.position = target.position;
        RETURN recorded;
    END IF;

    IF NOT EXISTS (
        SELECT FROM log.documents d
        WHERE d.document_id = (named ->> 'document_id')::uuid
          AND d.reference_id = named ->> 'reference_id'
          AND (event).stream = 'cable/' || d.reference_id
    ) THEN
        RAISE EXCEPTION 'stream % has no document %', (event).stream, named ->> 'document_id' USING ERRCODE = 'TR007';
    END IF;
    FOR part IN SELECT p FROM jsonb_array_elements(named -> 'parts') AS e (p) LOOP
        nth := nth + 1;
        SELECT log.blanked_v1(p.words, part -> 'spans') INTO remaining
        FROM log.document_parts p
        WHERE p.document_id = (named ->> 'document_id')::uuid AND p.ordinal = (part ->> 'ordinal')::integer;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'document % has no part %', named ->> 'document_id', part ->> 'ordinal'
                USING ERRCODE = 'TR007';
        END IF;
        IF sha256(salts[nth] || convert_to(remaining, 'UTF8')) IS DISTINCT FROM decode(part ->> 'commitment', 'hex') THEN
            RAISE EXCEPTION 'the commitment to what remains of part % of document % is another',
                part ->> 'ordinal', named ->> 'document_id' USING ERRCODE = 'TR007';
        END IF;
        UPDATE log.document_parts p
        SET words = remaining, salt = salts[nth], commitment = decode(part ->> 'commitment', 'hex')
        WHERE p.document_id = (named ->> 'document_id')::uuid AND p.ordinal = (part ->> 'ordinal')::integer;
    END LOOP;
    IF nth = 0 THEN
        RAISE EXCEPTION 'an erasure must name what it erases' USING ERRCODE = 'TR007';
    END IF;
    RETURN recorded;
END
$$;
