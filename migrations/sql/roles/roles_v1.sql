-- The four roles that processes connect as, beside the owner's; run again at every migration, since roles belong to the
-- server and not to one of its databases. Braces hold the names of the roles (a setting has their prefix).

ALTER ROLE {reader} SET default_transaction_read_only = on;
ALTER ROLE {reader} SET statement_timeout = '60s';
ALTER ROLE {reader} SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE {publisher} SET default_transaction_read_only = on;
ALTER ROLE {publisher} SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE {writer} SET lock_timeout = '30s';
ALTER ROLE {writer} SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE {projector} SET idle_in_transaction_session_timeout = '5min';
