-- forget_paragraphs: of the documents of the batch, as they were read before; those of replaced texts stay, since
-- earlier reports point into them. As an array, so that they are found by the index: what a join is expected to find in
-- a temporary table made it read all paragraphs for each batch, up to a hundred thousand cables
DELETE FROM paragraphs p WHERE p.document_id = ANY (ARRAY(SELECT (b.body ->> 'document_id')::uuid FROM batch b));

-- unread: every document of the batch, as it was read last, with its words; its paragraphs are cleaned while `upsert` runs, and
-- added after it
WITH newest AS MATERIALIZED (
    SELECT DISTINCT ON (b.body ->> 'document_id')
        b.body ->> 'document_id' AS document_id,
        b.body ->> 'reference_id' AS reference_id,
        (b.body -> 'paragraphs')::text AS paragraphs
    FROM batch b
    ORDER BY b.body ->> 'document_id', b.position DESC
)
SELECT
    n.document_id, n.reference_id, n.paragraphs,
    (
        SELECT string_agg(d.words, '' ORDER BY d.ordinal)
        FROM log.document_parts d
        WHERE d.document_id = n.document_id::uuid AND d.start_offset IS NOT NULL
    ) AS words
FROM newest n;

-- upsert: the newest text of record of every cable of the batch
INSERT INTO cables (
    reference_id, document_id, cable_date, released_at, recorded_at, classification, origin, subject, tags,
    reference_ids, partial, protected_names, source, source_format, position
)
SELECT
    told.reference_id, told.document_id, told.created, told.released, newest.recorded_at, told.classification, told.origin,
    coalesce(
        (
            SELECT subject.words
            FROM log.document_parts subject
            WHERE subject.document_id = told.document_id AND subject.ordinal = 0
        ),
        ''
    ),
    told.tags,
    ARRAY(SELECT r ->> 'reference_id' FROM jsonb_array_elements(told."references") AS r),
    told.partial, told.protected_names, told.source, told.source_format, newest.position
FROM (
    SELECT max(b.position) AS position, min(b.recorded_at) AS recorded_at FROM batch b GROUP BY b.stream
) AS newest
JOIN batch b USING (position)
-- Taken apart once: each column by itself would unpack the whole body anew.
CROSS JOIN LATERAL jsonb_to_record(b.body) AS told (
    reference_id text, document_id uuid, created timestamptz, released timestamptz, classification text, origin text,
    tags text[], "references" jsonb, partial boolean, protected_names integer, source text, source_format text
)
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
