-- The index of words takes in more in a go, which halves its cost; what is left at the end of a batch jobs.tidy_search_v1
-- puts in. Run once in `read_a` and once in `read_b` (by search_path).

ALTER INDEX paragraphs_search SET (gin_pending_list_limit = 4096);
