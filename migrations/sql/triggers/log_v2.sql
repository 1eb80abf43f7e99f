DROP TRIGGER extend_head ON log.events;
CREATE TRIGGER extend_head
    AFTER INSERT ON log.events
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION log.extend_head_v2();
DROP FUNCTION log.extend_head_v1();

DROP TRIGGER refuse_change ON log.events;
CREATE TRIGGER refuse_change
    BEFORE DELETE OR TRUNCATE ON log.events
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change_v1();
CREATE TRIGGER permit_erasure
    BEFORE UPDATE ON log.events
    FOR EACH ROW EXECUTE FUNCTION log.permit_erasure_v1();

DROP TRIGGER refuse_change ON log.document_parts;
CREATE TRIGGER refuse_change
    BEFORE DELETE OR TRUNCATE ON log.document_parts
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change_v1();
CREATE TRIGGER permit_erasure
    BEFORE UPDATE ON log.document_parts
    FOR EACH ROW EXECUTE FUNCTION log.permit_erasure_v1();
