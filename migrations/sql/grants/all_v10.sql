-- What the eleventh revision adds; braces hold the names of the roles.

REVOKE ALL ON FUNCTION jobs.analyze_grown_v1(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jobs.analyze_grown_v1(text) TO {projector};
