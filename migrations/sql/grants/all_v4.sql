-- What the fourth revision adds; braces hold the names of the roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.append_stream_v1(text, bigint, log.new_event[]) TO {writer};
