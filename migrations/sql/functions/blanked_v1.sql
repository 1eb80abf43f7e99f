-- Words with some spans of them (an array of [start, end], code points) made unreadable: a full block for every character
-- but line breaks, so that every offset still tells the same place. The same rule as `tracker.log.erasure.blanked`.
CREATE FUNCTION log.blanked_v1(words text, spans jsonb)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    span jsonb;
    from_offset integer;
    to_offset integer;
BEGIN
    FOR span IN SELECT s FROM jsonb_array_elements(spans) AS e (s) LOOP
        from_offset := (span ->> 0)::integer;
        to_offset := (span ->> 1)::integer;
        IF (0 <= from_offset AND from_offset < to_offset AND to_offset <= char_length(words)) IS NOT TRUE THEN
            RAISE EXCEPTION 'there are no characters % to % in words of %', from_offset, to_offset, char_length(words)
                USING ERRCODE = 'TR007';
        END IF;
        words := left(words, from_offset)
                 || regexp_replace(substr(words, from_offset + 1, to_offset - from_offset), '[^\n\r]', E'\u2588', 'g')
                 || substr(words, to_offset + 1);
    END LOOP;
    RETURN words;
END
$$;
