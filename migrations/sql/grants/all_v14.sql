-- What the fifteenth revision adds to schema `read`; braces hold the names of the roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA read FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read.operations_known(date, text) TO {writer}, {projector}, {publisher}, {reader};
