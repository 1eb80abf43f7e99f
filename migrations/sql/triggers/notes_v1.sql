-- Notes of which reports somebody noted something, or takes it back: their pages, and those of their incidents, show it.
-- Run once in `read_a` and once in `read_b` (by search_path).

CREATE TRIGGER note_added AFTER INSERT ON decisions REFERENCING NEW TABLE AS told_now
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('noted', 'CASE WHEN act = ''annotate'' AND subject_kind IN (''report'', ''incident'') THEN subjects[1] END');
CREATE TRIGGER note_changed AFTER UPDATE ON decisions REFERENCING OLD TABLE AS told_before NEW TABLE AS told_now
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('noted', 'CASE WHEN act = ''annotate'' AND subject_kind IN (''report'', ''incident'') THEN subjects[1] END');
CREATE TRIGGER note_removed AFTER DELETE ON decisions REFERENCING OLD TABLE AS told_before
FOR EACH STATEMENT EXECUTE FUNCTION note_changes('noted', 'CASE WHEN act = ''annotate'' AND subject_kind IN (''report'', ''incident'') THEN subjects[1] END');
