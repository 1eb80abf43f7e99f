-- What the second revision adds; braces hold the names of the roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC;
REVOKE ALL ON TYPE log.new_event FROM PUBLIC;

GRANT USAGE ON TYPE log.new_event TO {writer}, {eraser};
GRANT EXECUTE ON FUNCTION
    log.append_v2(log.new_event[], text[], bigint[]), log.recorded_v1(log.new_event[]),
    log.chain_hash_v2(bytea, bigint, bigint, bigint, bytea), log.microseconds_v1(timestamptz)
TO {writer};

-- To erase is a right of its own: who has it reads the log, to say what, and changes nothing but by `erase`.
GRANT USAGE ON SCHEMA log, jobs TO {eraser};
GRANT SELECT ON log.head, log.events, log.documents, log.document_parts TO {eraser};
GRANT SELECT ON jobs.schema_revision TO {eraser};
GRANT EXECUTE ON FUNCTION log.erase_v1(log.new_event, bytea[]) TO {eraser};
