DROP TRIGGER extend_head ON log.events;
CREATE TRIGGER extend_head
    AFTER INSERT ON log.events
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION log.extend_head_v4();
ALTER TABLE log.events ENABLE ALWAYS TRIGGER extend_head;
DROP FUNCTION log.extend_head_v3();
