-- Entries of the registers go into the index of their names at once. They are loaded together and looked up for each report
-- after that: as long as they waited for a vacuum, each look read all that waited, which took most of a fold's time. Run once
-- in `read_a` and once in `read_b` (by search_path).
ALTER INDEX registers_aliases SET (fastupdate = off);
SELECT gin_clean_pending_list(to_regclass('registers_aliases'));
