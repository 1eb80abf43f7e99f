-- A recorded report in words: the codebook's fields, with names and the quote read from the document without the cuts
-- (an array of [start, end]: the document's page furniture). Every key is always there, null or empty where the cable tells nothing.
CREATE FUNCTION log.facts_v1(facts_document_id uuid, report jsonb, cuts jsonb)
RETURNS jsonb
LANGUAGE sql
STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_build_object(
        'kind', report -> 'kind',
        'subtype', report -> 'subtype',
        'status', report -> 'status',
        'date', report -> 'date',
        'places', coalesce(report -> 'places', '[]'),
        'cartels', coalesce(report -> 'cartels', '[]'),
        'agencies', coalesce(report -> 'agencies', '[]'),
        'operation', report -> 'operation',
        'operation_name', log.name_v1(facts_document_id, report -> 'operation_name', cuts),
        'personnel', report -> 'personnel',
        'count', report -> 'count',
        'count_op', report -> 'count_op',
        'victims', report -> 'victims',
        'persons', coalesce((
            SELECT jsonb_agg(log.name_v1(facts_document_id, person, cuts) ORDER BY nth)
            FROM jsonb_array_elements(report -> 'persons') WITH ORDINALITY AS p (person, nth)
        ), '[]'),
        'killed', report -> 'killed',
        'injured', report -> 'injured',
        'items', coalesce(report -> 'items', '[]'),
        'certain', coalesce(report -> 'certain', 'true'),
        'aggregate', coalesce(report -> 'aggregate', 'false'),
        'passage', log.words_v1(
            facts_document_id, (report #>> '{evidence,0,span,0}')::integer, (report #>> '{evidence,0,span,1}')::integer,
            cuts
        ),
        'quote', log.words_v1(
            facts_document_id, (report #>> '{quote,0}')::integer, (report #>> '{quote,1}')::integer, cuts
        )
    )
$$;
