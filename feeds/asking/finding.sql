-- known: which of the groups, operations, states and people that are asked for there are, with their names
SELECT 'cartel' AS field, c.slug AS value, c.name FROM read.cartels c WHERE c.slug = ANY (CAST(:cartel AS text[]))
UNION ALL
SELECT 'operation', o.slug, o.name FROM read.operations o WHERE o.slug = ANY (CAST(:operation AS text[]))
UNION ALL
SELECT 'state', s.code, s.name FROM read.states s WHERE s.code = ANY (CAST(:state AS text[]))
UNION ALL
SELECT 'person', p.slug, p.name FROM read.people p WHERE p.slug = ANY (CAST(:person AS text[]));

-- developments: the newest of which all `conditions` are true
SELECT d.development_id
FROM read.developments d
WHERE {conditions}
ORDER BY d.published_at DESC, d.development_id DESC
LIMIT :most;

-- single: a condition: no summary
d.kind NOT IN ('read-again', 'backfilled');

-- loud: a condition: readers are told of it singly
NOT d.quiet;

-- cartel: a condition
d.cartels && CAST(:cartel AS text[]);

-- kind: a condition
d.report_kind = ANY (CAST(:kind AS text[]));

-- operation: a condition
d.operations && CAST(:operation AS text[]);

-- person: a condition
d.development_id IN (
    SELECT s.development_id
    FROM read.person_reports p
    JOIN read.developments s ON s.report_ids @> ARRAY[p.report_id]
    WHERE p.slug = ANY (CAST(:person AS text[]))
);

-- review: a condition; what people checked is found by its reports, for they are few
d.review_status = ANY (CAST(:review AS text[]))
AND (
    'machine' = ANY (CAST(:review AS text[]))
    OR d.development_id IN (
        SELECT s.development_id
        FROM read.reports r
        JOIN read.developments s ON s.report_ids @> ARRAY[r.report_id]
        WHERE r.review_status = ANY (CAST(:review AS text[]))
    )
);

-- state: a condition
d.states && CAST(:state AS text[]);

-- few: a condition, where few reports rest on a paragraph with the words; asked first, since few developments are left
d.development_id IN (SELECT s.development_id FROM read.developments s WHERE s.report_ids && CAST(:reports AS uuid[]));

-- many: the same, where many do, so that the newest of them are soon found
EXISTS (
    SELECT
    FROM read.report_paragraphs p
    WHERE p.report_id = ANY (d.report_ids) AND p.search @@ read.search_query(:q)
);

-- with_words: the reports that rest on a paragraph with the words, or so many of them
SELECT p.report_id FROM read.report_paragraphs p WHERE p.search @@ read.search_query(:q) LIMIT :most;

-- after: developments after a position, in the order of the log
SELECT d.development_id
FROM read.developments d
WHERE d.position > :after AND d.kind NOT IN ('read-again', 'backfilled')
ORDER BY d.position
LIMIT :most;
