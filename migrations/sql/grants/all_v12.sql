-- What the fourteenth revision adds; braces hold the names of the roles.

GRANT SELECT ON read.searched TO {writer}, {projector}, {publisher}, {reader};
