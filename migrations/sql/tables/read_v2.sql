-- What the read tables need to tell reports in more than the codebook's fields. Run once in `read_a` and once in `read_b`
-- (by search_path).

-- A recorded report in words, with the labels of the paragraphs that tell it and the marking of the first of them.
-- Without a search path of its own: it reads the paragraphs of the set that is being filled.
CREATE OR REPLACE FUNCTION facts_with_paragraphs(facts_document_id uuid, report jsonb)
RETURNS jsonb
LANGUAGE sql
STABLE
AS $$
    SELECT log.facts_v2(facts_document_id, report, furniture.cuts) || jsonb_build_object(
        'paragraphs', coalesce(jsonb_agg(p.label ORDER BY v.first) FILTER (WHERE p.label IS NOT NULL), '[]'),
        'marking', (array_agg(p.marking ORDER BY v.first))[1]
    )
    FROM (
        SELECT (e ->> 'paragraph')::integer AS ordinal, min(nth) AS first
        FROM jsonb_array_elements(report -> 'evidence') WITH ORDINALITY AS x (e, nth)
        GROUP BY 1
    ) AS v
    LEFT JOIN paragraphs p ON p.document_id = facts_document_id AND p.ordinal = v.ordinal
    CROSS JOIN (
        SELECT coalesce(jsonb_agg(cut), '[]') AS cuts
        FROM paragraphs q
        CROSS JOIN jsonb_array_elements(q.cuts) AS cut
        WHERE q.document_id = facts_document_id
    ) AS furniture
    GROUP BY furniture.cuts
$$;

-- The reports that the log holds are told anew: folded from its start over what is there, which changes no id.
DELETE FROM checkpoints WHERE projection IN ('reports', 'incidents');
