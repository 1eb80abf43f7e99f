-- What the eighth revision adds to the running service; braces hold the names of the roles.

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.states TO {writer};

REVOKE ALL ON FUNCTION jobs.tidy_search_v1(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jobs.tidy_search_v1(text) TO {projector};
