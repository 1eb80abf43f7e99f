-- What the fourteenth revision adds to the log; braces hold the names of the roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.append_at_v3(log.new_event[], bigint[], bytea[]) TO {writer};
