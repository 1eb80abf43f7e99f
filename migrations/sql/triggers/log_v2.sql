DROP TRIGGER extend_head ON log.events;
CREATE TRIGGER extend_head
    AFTER INSERT ON log.events
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION log.extend_head_v2();
DROP FUNCTION log.extend_head_v1(), log.append_v1(
    text[], text[], integer[], uuid[], text[], uuid[], uuid[], jsonb[], bytea[], bytea[], text[], bigint[]
), log.chain_hash_v1(bytea, bigint, bigint, timestamptz, bytea);
CREATE TRIGGER lock_first
    BEFORE INSERT ON log.events
    FOR EACH STATEMENT EXECUTE FUNCTION log.lock_first_v1();

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

DROP TRIGGER refuse_change_from_outside ON log.head;
CREATE TRIGGER refuse_move
    BEFORE UPDATE ON log.head
    FOR EACH ROW EXECUTE FUNCTION log.refuse_move_v1();

-- In a session that applies another server's changes (`session_replication_role`) too.
ALTER TABLE log.events
    ENABLE ALWAYS TRIGGER lock_first,
    ENABLE ALWAYS TRIGGER extend_head,
    ENABLE ALWAYS TRIGGER refuse_change,
    ENABLE ALWAYS TRIGGER permit_erasure;
ALTER TABLE log.head
    ENABLE ALWAYS TRIGGER refuse_change,
    ENABLE ALWAYS TRIGGER refuse_move;
ALTER TABLE log.documents ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE log.document_parts
    ENABLE ALWAYS TRIGGER refuse_addition,
    ENABLE ALWAYS TRIGGER refuse_change,
    ENABLE ALWAYS TRIGGER permit_erasure;
ALTER TABLE sealed.protected_names ENABLE ALWAYS TRIGGER refuse_addition;
