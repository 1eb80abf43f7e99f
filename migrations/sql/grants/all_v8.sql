-- What the eighth revision adds to the running service; braces hold the names of the roles.

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.states TO {writer};
