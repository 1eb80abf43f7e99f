-- What the eighth revision adds; braces hold the names of the roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log, read, read_a, read_b FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA read_a, read_b TO {projector};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA read_a, read_b TO {projector};
GRANT SELECT ON ALL TABLES IN SCHEMA read TO {writer}, {projector}, {publisher}, {reader};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA read TO {writer}, {projector}, {publisher}, {reader};
-- Which set is shown, and since when: what was published of another is not compared with it.
GRANT SELECT ON jobs.read_schema TO {publisher};
GRANT INSERT ON sealed.protected_places TO {writer};
-- What was touched concerns nobody but who publishes.
REVOKE SELECT ON read.changes FROM {reader};
