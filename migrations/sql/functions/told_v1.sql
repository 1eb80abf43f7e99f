-- Values of a recorded report (an array of objects), each with `words`, those at its `span`, in place of that, and with the
-- number of its mention. Of null an empty array.
CREATE FUNCTION log.told_v1(told_document_id uuid, told_values jsonb, cuts jsonb)
RETURNS jsonb
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(jsonb_agg(
        (told - 'span') || jsonb_build_object(
            'words', log.words_v1(told_document_id, (told #>> '{span,0}')::integer, (told #>> '{span,1}')::integer, cuts),
            'mention', coalesce(told -> 'mention', '0')
        ) ORDER BY nth
    ), '[]')
    FROM jsonb_array_elements(coalesce(told_values, '[]')) WITH ORDINALITY AS t (told, nth)
$$;
