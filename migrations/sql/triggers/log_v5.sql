DROP TRIGGER extend_head ON log.events;
CREATE TRIGGER extend_head
    AFTER INSERT ON log.events
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION log.extend_head_v5();
ALTER TABLE log.events ENABLE ALWAYS TRIGGER extend_head;
DROP FUNCTION
    log.extend_head_v4(),
    log.append_at_v1(log.new_event[], bigint[]),
    log.append_stream_v1(text, bigint, log.new_event[]);
