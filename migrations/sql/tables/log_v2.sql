-- An event whose body was erased keeps its place and its digest. What the constraints said the trigger checks, with all
-- else (`extend_head_v2`): a constraint is read anew by every statement that it holds for.
ALTER TABLE log.events
    ALTER COLUMN body DROP NOT NULL,
    ALTER COLUMN salt DROP NOT NULL,
    DROP CONSTRAINT events_stream_check,
    DROP CONSTRAINT events_version_check,
    DROP CONSTRAINT events_schema_version_check,
    DROP CONSTRAINT events_salt_check,
    DROP CONSTRAINT events_digest_check,
    DROP CONSTRAINT events_hash_check;
COMMENT ON COLUMN log.events.body IS 'What the event says; null where it was erased, as a later event of type EventErased tells.';
COMMENT ON COLUMN log.events.salt IS 'Keeps the digest from confirming a guess of an erased body; erased with it.';
COMMENT ON COLUMN log.events.first_position IS
    'Position of the first event of the append that this one belongs to: readers never split an append. The events of an '
    'append are recorded one microsecond apart, appends at least two.';
COMMENT ON TABLE log.document_parts IS
    'A document in parts: 0 is the subject as the release tells it (outside the telegram, so without offset), the others '
    'in order make up the telegram. The event that records the document holds each part''s commitment, '
    'SHA-256 of salt and UTF-8 words; where words were erased, the event of type WordsErased holds the one of what remains.';

-- Of the head they said no more than what follows from how it moves: to an event that is there (`refuse_move_v1`).
ALTER TABLE log.head
    DROP CONSTRAINT head_position_check,
    DROP CONSTRAINT head_hash_check;
