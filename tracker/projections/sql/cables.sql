-- upsert: the newest text of record of every cable of the batch
INSERT INTO cables (
    reference_id, document_id, cable_date, released_at, recorded_at, classification, origin, subject, tags,
    reference_ids, partial, protected_names, source, source_format, position
)
SELECT DISTINCT ON (b.stream)
    b.body ->> 'reference_id',
    (b.body ->> 'document_id')::uuid,
    (b.body ->> 'created')::timestamptz,
    (b.body ->> 'released')::timestamptz,
    min(b.recorded_at) OVER (PARTITION BY b.stream),
    b.body ->> 'classification',
    b.body ->> 'origin',
    coalesce(
        (
            SELECT subject.words
            FROM log.document_parts subject
            WHERE subject.document_id = (b.body ->> 'document_id')::uuid AND subject.ordinal = 0
        ),
        ''
    ),
    ARRAY(SELECT jsonb_array_elements_text(b.body -> 'tags')),
    ARRAY(SELECT r ->> 'reference_id' FROM jsonb_array_elements(b.body -> 'references') AS r),
    (b.body ->> 'partial')::boolean,
    (b.body ->> 'protected_names')::integer,
    b.body ->> 'source',
    b.body ->> 'source_format',
    b.position
FROM batch b
ORDER BY b.stream, b.position DESC
ON CONFLICT (reference_id) DO UPDATE SET
    document_id = excluded.document_id,
    cable_date = excluded.cable_date,
    released_at = excluded.released_at,
    classification = excluded.classification,
    origin = excluded.origin,
    subject = excluded.subject,
    tags = excluded.tags,
    reference_ids = excluded.reference_ids,
    partial = excluded.partial,
    protected_names = excluded.protected_names,
    source = excluded.source,
    source_format = excluded.source_format,
    position = excluded.position;

-- forget_paragraphs: of the documents of the batch, as they were read before; those of replaced texts stay, since
-- earlier reports point into them. As an array, so that they are found by the index: what a join is expected to find in
-- a temporary table made it read all paragraphs for each batch, up to a hundred thousand cables
DELETE FROM paragraphs p WHERE p.document_id = ANY (ARRAY(SELECT (b.body ->> 'document_id')::uuid FROM batch b));

-- unread: the paragraphs of every document of the batch, as it was read last
CREATE TEMPORARY TABLE unread ON COMMIT DROP AS
SELECT
    newest.document_id, newest.reference_id, (p ->> 'ordinal')::integer AS ordinal, p ->> 'label' AS label,
    p ->> 'marking' AS marking,
    CASE WHEN p ->> 'heading' IS NOT NULL THEN
        ARRAY[(p #>> '{heading,0}')::integer, (p #>> '{heading,1}')::integer]
    END AS heading,
    ARRAY[(p #>> '{body,0}')::integer, (p #>> '{body,1}')::integer] AS body,
    coalesce(p -> 'cuts', '[]') AS cuts
FROM (
    SELECT DISTINCT ON (b.body ->> 'document_id')
        (b.body ->> 'document_id')::uuid AS document_id, b.body ->> 'reference_id' AS reference_id,
        b.body -> 'paragraphs' AS paragraphs
    FROM batch b
    ORDER BY b.body ->> 'document_id', b.position DESC
) AS newest
CROSS JOIN jsonb_array_elements(newest.paragraphs) AS p;

-- paragraphs: the same with their words, cleaned
INSERT INTO paragraphs (
    document_id, reference_id, ordinal, label, marking, heading, body, start_offset, end_offset, cuts, search
)
SELECT
    u.document_id, u.reference_id, u.ordinal, u.label, u.marking, c.heading, c.body, u.body[1], u.body[2], u.cuts,
    read.search_vector(c.body)
FROM unread u
JOIN clean c USING (document_id, ordinal);

-- tidy_search: put into the index of words what waits for it
SELECT jobs.tidy_search_v1(current_schema());
