-- What the seventh revision adds; braces hold the names of the roles.

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.source_documents TO {writer};
