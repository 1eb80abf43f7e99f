CREATE TRIGGER extend_head
    AFTER INSERT ON log.events
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION log.extend_head_v1();

CREATE TRIGGER refuse_change
    BEFORE UPDATE OR DELETE OR TRUNCATE ON log.events
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change_v1();

CREATE TRIGGER refuse_change
    BEFORE UPDATE OR DELETE OR TRUNCATE ON log.documents
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change_v1();

CREATE TRIGGER refuse_change
    BEFORE UPDATE OR DELETE OR TRUNCATE ON log.document_parts
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change_v1();

CREATE TRIGGER refuse_change
    BEFORE DELETE OR TRUNCATE ON log.head
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change_v1();

-- Only an insertion into the log, through its own trigger, moves the head.
CREATE TRIGGER refuse_change_from_outside
    BEFORE UPDATE ON log.head
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION log.refuse_change_v1();

CREATE TRIGGER refuse_addition
    AFTER INSERT ON log.document_parts
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_addition_v1();

CREATE TRIGGER refuse_addition
    AFTER INSERT ON sealed.protected_names
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_addition_v1();
