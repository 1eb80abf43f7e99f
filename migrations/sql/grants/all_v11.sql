-- What the twelfth revision adds; braces hold the names of the roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.append_at_v2(log.new_event[], bigint[], bytea[]) TO {writer};
