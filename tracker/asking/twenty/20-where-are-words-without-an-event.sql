-- Which paragraphs speak of kidnappings, and was an event read in them?
-- The twenty that answer best. What no event was read in is what the machine does not tell: read these yourself.
SELECT s.reference_id, s.label, s.marking, s.snippet,
       ARRAY(
           SELECT DISTINCT r.kind
           FROM read.reports r
           WHERE r.reference_id = s.reference_id AND s.ordinal = ANY (r.paragraph_ordinals) AND NOT r.withdrawn
           ORDER BY 1
       ) AS events
FROM read.search_paragraphs('kidnapping or hostage or ransom') AS s
ORDER BY s.rank DESC, s.cable_date DESC, s.reference_id, s.ordinal
LIMIT 20;
