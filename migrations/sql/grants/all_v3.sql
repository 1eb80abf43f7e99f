-- What the third revision adds; braces hold the names of the roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log, read_a, read_b FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    log.told_v1(uuid, jsonb, jsonb), log.date_precision_v1(date, date), log.facts_v2(uuid, jsonb, jsonb)
TO {projector};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA read_a, read_b TO {projector};
