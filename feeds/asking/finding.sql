-- known: which of the groups, operations, states and people that are asked for there are, with their names
SELECT 'cartel' AS field, c.slug AS value, c.name FROM read.cartels c WHERE c.slug = ANY (CAST(:cartel AS text[]))
UNION ALL
SELECT 'operation', o.slug, o.name FROM read.operations o WHERE o.slug = ANY (CAST(:operation AS text[]))
UNION ALL
SELECT 'state', s.code, s.name FROM read.states s WHERE s.code = ANY (CAST(:state AS text[]))
UNION ALL
SELECT 'person', p.slug, p.name FROM read.people p WHERE p.slug = ANY (CAST(:person AS text[]));

-- developments: the newest that answer; what readers are told in sum only stands aside where `quiet` is false
SELECT d.development_id
FROM read.developments d
WHERE d.kind NOT IN ('read-again', 'backfilled')
  AND (:quiet OR NOT d.quiet)
  AND (cardinality(CAST(:cartel AS text[])) = 0 OR d.cartels && CAST(:cartel AS text[]))
  AND (cardinality(CAST(:operation AS text[])) = 0 OR d.operations && CAST(:operation AS text[]))
  AND (cardinality(CAST(:state AS text[])) = 0 OR d.states && CAST(:state AS text[]))
  AND (cardinality(CAST(:kind AS text[])) = 0 OR d.report_kind = ANY (CAST(:kind AS text[])))
  AND (
      cardinality(CAST(:person AS text[])) = 0
      OR d.report_ids && ARRAY(SELECT p.report_id FROM read.person_reports p WHERE p.slug = ANY (CAST(:person AS text[])))
  )
  AND (
      :q = ''
      OR d.report_ids && ARRAY(
          SELECT r.report_id
          FROM read.paragraphs p
          JOIN read.reports r ON r.reference_id = p.reference_id AND p.ordinal = ANY (r.paragraph_ordinals)
          WHERE p.search @@ read.search_query(:q)
      )
  )
ORDER BY d.published_at DESC, d.development_id DESC
LIMIT :most;

-- after: developments after a position, in the order of the log
SELECT d.development_id
FROM read.developments d
WHERE d.position > :after AND d.kind NOT IN ('read-again', 'backfilled')
ORDER BY d.position
LIMIT :most;
