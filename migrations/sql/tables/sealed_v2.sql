-- What stood where somebody had words of a recorded cable masked, so that it can be put back.
CREATE TABLE sealed.protected_places (
    document_id  uuid    NOT NULL,
    start_offset integer NOT NULL CHECK (start_offset >= 0),
    words        text    NOT NULL,
    PRIMARY KEY (document_id, start_offset)
);
COMMENT ON TABLE sealed.protected_places IS
    'What stood, character for character, where a mask begins that somebody asked for: for the owner alone.';

CREATE TRIGGER refuse_addition
    AFTER INSERT ON sealed.protected_places
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_addition_v1();
ALTER TABLE sealed.protected_places ENABLE ALWAYS TRIGGER refuse_addition;
