-- Who may do what. Nothing is left to PUBLIC; braces hold the names of the roles (a setting has their prefix).

REVOKE ALL ON SCHEMA log, sealed, jobs, read, read_a, read_b FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log, read_a, read_b FROM PUBLIC;

GRANT USAGE ON SCHEMA log, sealed, jobs, read TO {writer};
GRANT SELECT ON ALL TABLES IN SCHEMA log TO {writer};
GRANT INSERT ON log.events, log.documents, log.document_parts TO {writer};
GRANT INSERT ON sealed.protected_names TO {writer};
GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.checkpoints, jobs.locks, jobs.runs, jobs.quarantine TO {writer};
GRANT SELECT ON ALL TABLES IN SCHEMA read TO {writer};
GRANT EXECUTE ON FUNCTION log.lock_head_v1(), log.chain_hash_v1(bytea, bigint, bigint, timestamptz, bytea) TO {writer};
GRANT EXECUTE ON FUNCTION log.append_v1(
    text[], text[], integer[], uuid[], text[], uuid[], uuid[], jsonb[], bytea[], bytea[], text[], bigint[]
) TO {writer};

GRANT USAGE ON SCHEMA log, jobs, read, read_a, read_b TO {projector};
GRANT SELECT ON ALL TABLES IN SCHEMA log TO {projector};
GRANT SELECT ON jobs.read_schema TO {projector};
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA read_a, read_b TO {projector};
GRANT SELECT ON ALL TABLES IN SCHEMA read TO {projector};
GRANT EXECUTE ON FUNCTION
    log.verbatim_v1(uuid, integer, integer), log.words_v1(uuid, integer, integer, jsonb),
    log.name_v1(uuid, jsonb, jsonb), log.facts_v1(uuid, jsonb, jsonb)
TO {projector};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA read_a, read_b TO {projector};

GRANT USAGE ON SCHEMA read TO {publisher}, {reader};
GRANT SELECT ON ALL TABLES IN SCHEMA read TO {publisher}, {reader};

GRANT USAGE ON SCHEMA jobs TO {publisher}, {reader};
GRANT SELECT ON jobs.schema_revision TO {writer}, {projector}, {publisher}, {reader};
