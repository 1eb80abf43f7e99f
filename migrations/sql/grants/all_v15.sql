-- What the sixteenth revision adds to schema `read`; braces hold the names of the roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA read FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read.exact_rank(text, text) TO {writer}, {projector}, {publisher}, {reader};
