-- Erases what an event names, in the transaction that appends the event; returns its position. Nothing else may erase:
-- what `log.permit_erasure_v1` lets through must be named by the newest event.
--
-- EventErased: the body of the event `event_id`, with its salt. WordsErased: spans of parts of a document; `salts` holds
-- the new salt of each part, in the order of the event's `parts`, whose `commitment` must be that of what remains.
-- Digests and hashes stay, so the chain still proves that there was this event, and no guess at it can be confirmed:
-- that is why the new salt must be another. What the rest of the log rests on cannot be erased: events that record a
-- document (of those the words can), and those that tell of erasures. An event in another form than `log.is_erasure_v1`
-- knows is refused before anything is recorded: verification could not accept what it erased.
-- A repeat is a no-op where the erasure was carried out. Errors: TR007 what cannot be erased.
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
    repeated boolean;
    target record;
    part jsonb;
    new_salt bytea;
BEGIN
    IF ((event).type IN ('EventErased', 'WordsErased')) IS NOT TRUE THEN
        RAISE EXCEPTION 'an event of type % erases nothing', (event).type USING ERRCODE = 'TR007';
    END IF;
    IF NOT log.is_erasure_v1((event).type, (event).schema_version, named)
       OR (event).salt IS NULL OR (event).digest IS NULL THEN
        RAISE EXCEPTION 'event % does not tell of an erasure in the form of % of schema version 1',
            (event).event_id, (event).type USING ERRCODE = 'TR007';
    END IF;
    IF (event).type = 'WordsErased' AND EXISTS (
        SELECT
        FROM ROWS FROM (jsonb_array_elements(named -> 'parts'), unnest(salts)) AS p (part, salt)
        WHERE p.part IS NULL OR octet_length(p.salt) IS DISTINCT FROM 16
    ) THEN
        RAISE EXCEPTION 'event % needs a new salt of 16 bytes for each part that it names', (event).event_id
            USING ERRCODE = 'TR007';
    END IF;
    PERFORM log.lock_head_v1();
    recorded := (log.recorded_v1(ARRAY[event]))[1];
    repeated := recorded IS NOT NULL;
    IF NOT repeated THEN
        recorded := log.tell_erasure_v1(event);
    END IF;

    IF (event).type = 'EventErased' THEN
        SELECT e.position, e.stream, e.type, e.body IS NULL AS erased INTO target
        FROM log.events e
        WHERE e.event_id = (named ->> 'event_id')::uuid;
        IF NOT FOUND OR (target.stream, target.type) IS DISTINCT FROM ((event).stream, named ->> 'type_erased') THEN
            RAISE EXCEPTION 'stream % has no event % of type %',
                (event).stream, named ->> 'event_id', named ->> 'type_erased' USING ERRCODE = 'TR007';
        END IF;
        IF target.type IN ('EventErased', 'WordsErased') THEN
            RAISE EXCEPTION 'event % tells of an erasure, which must stay readable', named ->> 'event_id'
                USING ERRCODE = 'TR007';
        END IF;
        IF target.type IN ('CableRecorded', 'CableRevised', 'CableReread') THEN
            RAISE EXCEPTION 'event % records a document, of which only words can be erased', named ->> 'event_id'
                USING ERRCODE = 'TR007';
        END IF;
        IF target.erased <> repeated THEN
            RAISE EXCEPTION '%', CASE WHEN repeated
                THEN format('event %s says that event %s was erased, and it was not', (event).event_id, named ->> 'event_id')
                ELSE format('event %s is erased already', named ->> 'event_id')
                END USING ERRCODE = 'TR007';
        END IF;
        IF repeated THEN
            RETURN recorded;
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
    FOR part, new_salt IN
        SELECT p.part, p.salt
        FROM ROWS FROM (jsonb_array_elements(named -> 'parts'), unnest(salts)) AS p (part, salt)
    LOOP
        SELECT log.blanked_v1(p.words, part -> 'spans') AS words, p.words AS words_before, p.salt AS salt_before
        INTO target
        FROM log.document_parts p
        WHERE p.document_id = (named ->> 'document_id')::uuid AND p.ordinal = (part ->> 'ordinal')::integer;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'document % has no part %', named ->> 'document_id', part ->> 'ordinal'
                USING ERRCODE = 'TR007';
        END IF;
        IF repeated THEN
            IF target.words <> target.words_before THEN
                RAISE EXCEPTION 'event % says that words of document % were erased, and they were not',
                    (event).event_id, named ->> 'document_id' USING ERRCODE = 'TR007';
            END IF;
            CONTINUE;
        END IF;
        IF new_salt = target.salt_before THEN
            RAISE EXCEPTION 'with the salt that it has, what was erased of part % of document % could be guessed',
                part ->> 'ordinal', named ->> 'document_id' USING ERRCODE = 'TR007';
        END IF;
        IF sha256(new_salt || convert_to(target.words, 'UTF8')) IS DISTINCT FROM decode(part ->> 'commitment', 'hex')
        THEN
            RAISE EXCEPTION 'the commitment to what remains of part % of document % is another',
                part ->> 'ordinal', named ->> 'document_id' USING ERRCODE = 'TR007';
        END IF;
        UPDATE log.document_parts p
        SET words = target.words, salt = new_salt, commitment = decode(part ->> 'commitment', 'hex')
        WHERE p.document_id = (named ->> 'document_id')::uuid AND p.ordinal = (part ->> 'ordinal')::integer;
    END LOOP;
    RETURN recorded;
END
$$;
