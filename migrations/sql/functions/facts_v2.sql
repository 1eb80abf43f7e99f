-- A recorded report in words: what `facts_v1` gives, and what is told beyond the codebook's fields, each value with its
-- words and the number of its mention. Every key is always there, null or empty where the cable tells nothing.
CREATE FUNCTION log.facts_v2(facts_document_id uuid, report jsonb, cuts jsonb)
RETURNS jsonb
LANGUAGE sql
STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT log.facts_v1(facts_document_id, report, cuts) || jsonb_build_object(
        'date_precision', log.date_precision_v1(
            (report #>> '{date,start}')::date, (report #>> '{date,end}')::date
        ),
        'place_precision', (
            SELECT CASE
                WHEN bool_and(place ->> 'city' IS NOT NULL) THEN 'city'
                WHEN bool_and(place ->> 'state' LIKE '%-%') THEN 'state'
                ELSE 'country'
            END
            FROM jsonb_array_elements(report -> 'places') AS p (place)
            HAVING count(*) > 0
        ),
        'dates', log.told_v1(facts_document_id, report -> 'dates', cuts),
        'told_places', log.told_v1(facts_document_id, report -> 'told_places', cuts),
        'groups', log.told_v1(facts_document_id, report -> 'groups', cuts),
        'forces', log.told_v1(facts_document_id, report -> 'forces', cuts),
        'assertions', log.told_v1(facts_document_id, report -> 'assertions', cuts),
        'figures', coalesce((
            SELECT jsonb_agg(
                figure || jsonb_build_object(
                    'category', coalesce(figure -> 'category', '"unspecified"'),
                    'side', CASE figure ->> 'category'
                        WHEN 'police' THEN 'state'
                        WHEN 'military' THEN 'state'
                        WHEN 'officials' THEN 'state'
                        WHEN 'civilians' THEN 'bystanders'
                        WHEN 'gunmen' THEN 'criminals'
                        ELSE 'unspecified'
                    END,
                    'part', coalesce(figure -> 'part', 'false')
                ) ORDER BY nth
            )
            FROM jsonb_array_elements(log.told_v1(facts_document_id, report -> 'figures', cuts))
                 WITH ORDINALITY AS f (figure, nth)
        ), '[]'),
        'people', coalesce((
            SELECT jsonb_agg(jsonb_build_object(
                'name', log.name_v1(facts_document_id, person -> 'name', cuts),
                'role', person -> 'role',
                'aliases', (
                    SELECT coalesce(jsonb_agg(
                        log.words_v1(facts_document_id, (alias ->> 0)::integer, (alias ->> 1)::integer, cuts) ORDER BY a
                    ), '[]')
                    FROM jsonb_array_elements(person -> 'aliases') WITH ORDINALITY AS x (alias, a)
                ),
                'position', log.words_v1(
                    facts_document_id, (person #>> '{position,0}')::integer, (person #>> '{position,1}')::integer, cuts
                ),
                'mention', coalesce(person -> 'mention', '0')
            ) ORDER BY nth)
            FROM jsonb_array_elements(report -> 'people') WITH ORDINALITY AS p (person, nth)
        ), '[]'),
        'hedges', coalesce((
            SELECT jsonb_agg(
                log.words_v1(facts_document_id, (hedge ->> 0)::integer, (hedge ->> 1)::integer, cuts) ORDER BY nth
            )
            FROM jsonb_array_elements(report -> 'hedges') WITH ORDINALITY AS h (hedge, nth)
        ), '[]'),
        'objective', log.words_v1(
            facts_document_id, (report #>> '{objective,0}')::integer, (report #>> '{objective,1}')::integer, cuts
        ),
        'result_of', report -> 'result_of'
    )
$$;
