-- cables: so many invented cables, from one number to another
INSERT INTO cables (
    reference_id, document_id, cable_date, released_at, recorded_at, classification, origin, subject, tags, reference_ids,
    partial, protected_names, source, source_format, position
)
SELECT '07MEXICO' || n, md5('document ' || n)::uuid, timestamptz '2007-01-01' + n * interval '1 minute', NULL,
       timestamptz '2011-01-01' + n * interval '1 second', 'CONFIDENTIAL', 'Embassy Mexico', 'AN INVENTED CABLE ' || n,
       '{PGOV,SNAR}', '{}', false, 0, n || '.txt', 'telegram', n
FROM generate_series(%(first)s::integer, %(last)s::integer) AS n;

-- paragraphs: one of each
INSERT INTO paragraphs (document_id, reference_id, ordinal, label, marking, heading, body, start_offset, end_offset, cuts, search)
SELECT md5('document ' || n)::uuid, '07MEXICO' || n, 1, '1', 'C', NULL,
       p.body, 0, 100, '[]', read.search_vector(p.body)
FROM generate_series(%(first)s::integer, %(last)s::integer) AS n
CROSS JOIN LATERAL (
    SELECT 'According to a visitor at the post, the inspectors found ' || n || ' kilograms of the invented goods. Comment follows '
           || 'from dock' || n %% 100 || '.' AS body
) AS p;

-- reports: so many of each cable
INSERT INTO reports (
    report_id, reference_id, document_id, kind, date_start, date_end, states, cartels, operation, aggregate, report, facts,
    quote_start, quote_end, passage_start, passage_end, paragraph_ordinals, review_status, withdrawn, extractor, recorded_at,
    position, incident_id, cable_date
)
SELECT md5('report ' || n)::uuid, '07MEXICO' || c.cable, md5('document ' || c.cable)::uuid, 'seizure', c.day, c.day,
       ARRAY[c.state], ARRAY[c.cartel], c.operation, false, '{}', c.facts, 0, 60, 0, 90, '{1}', 'machine', false, '1.2.3',
       timestamptz '2011-01-01' + n * interval '1 second', n, md5('report ' || n)::uuid,
       timestamptz '2007-01-01' + c.cable * interval '1 minute'
FROM generate_series(%(first)s::integer, %(last)s::integer) AS n
CROSS JOIN LATERAL invented(n, %(operations)s) AS c;

-- incidents: one of each report
INSERT INTO incidents (
    incident_id, kind, date_start, date_end, states, cartels, operation, aggregate, facts, report_ids, reference_ids,
    review_status, withdrawn
)
SELECT md5('report ' || n)::uuid, 'seizure', c.day, c.day, ARRAY[c.state], ARRAY[c.cartel], c.operation, false, c.facts,
       ARRAY[md5('report ' || n)::uuid], ARRAY['07MEXICO' || c.cable], 'machine', false
FROM generate_series(%(first)s::integer, %(last)s::integer) AS n
CROSS JOIN LATERAL invented(n, %(operations)s) AS c;

-- developments: one of each report
INSERT INTO developments (
    development_id, position, log_hash, kind, published_at, updated_at, reference_id, incident_id, report_ids, cartels,
    operations, states, told, after, before
)
SELECT md5('development ' || n)::uuid, n, md5('a' || n) || md5('b' || n), 'new-incident',
       timestamptz '2011-02-01' + n * interval '1 second', timestamptz '2011-02-01' + n * interval '1 second',
       '07MEXICO' || c.cable, md5('report ' || n)::uuid, ARRAY[md5('report ' || n)::uuid], ARRAY[c.cartel],
       ARRAY[c.operation], ARRAY[c.state], '{"after": [], "before": [], "known": []}', jsonb_build_array(c.facts), '[]'
FROM generate_series(%(first)s::integer, %(last)s::integer) AS n
CROSS JOIN LATERAL invented(n, %(operations)s) AS c;

-- sums: of the incidents of these reports
WITH told AS (
    SELECT c.*, 'seizure' AS kind
    FROM generate_series(%(first)s::integer, %(last)s::integer) AS n
    CROSS JOIN LATERAL invented(n, %(operations)s) AS c
), months AS (
    INSERT INTO kind_months AS m (month, kind, incidents)
    SELECT date_trunc('month', t.day), t.kind, count(*)
    FROM told t
    GROUP BY 1, 2
    ON CONFLICT (month, kind) DO UPDATE SET incidents = m.incidents + excluded.incidents
)
INSERT INTO topic_sums AS s (family, slug, incidents)
SELECT k.family, k.slug, count(*)
FROM told t
CROSS JOIN LATERAL (
    VALUES ('kinds', t.kind), ('states', t.state), ('cartels', t.cartel), ('operations', t.operation)
) AS k (family, slug)
GROUP BY k.family, k.slug
ON CONFLICT (family, slug) DO UPDATE SET incidents = s.incidents + excluded.incidents;

-- operations: what is told of
INSERT INTO operations (
    slug, name, states, reports, cables, aliases, status_history, municipalities, forces, cartels, personnel_told,
    arrest_incidents, arrested, arrested_range, seized, hectares_eradicated, eradicated, attack_incidents, attack_killed,
    totals_told, reference_ids, sources, report_ids, incident_ids
)
SELECT 'invented-' || n, 'Operation Invented ' || n, '{MX-TAM}', 1, 1, '{}', '[]', '{}', '{}', '{}', '[]', 0, 0, '[0,0]', '[]',
       0, '[]', 0, 0, '[]', '{}', '[]', '{}', '{}'
FROM generate_series(0, %(operations)s - 1) AS n;

-- function: what the n-th report tells
CREATE FUNCTION invented(
    n integer, operations integer, OUT cable integer, OUT day date, OUT state text, OUT cartel text, OUT operation text, OUT facts jsonb
)
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT x.cable, x.day, x.state, x.cartel, x.operation, jsonb_build_object(
        'kind', 'seizure', 'date', jsonb_build_object('start', x.day, 'end', x.day),
        'places', jsonb_build_array(jsonb_build_object('state', x.state, 'city', 'Ciudad Inventada')),
        'cartels', jsonb_build_array(x.cartel), 'agencies', '["army"]'::jsonb, 'operation', x.operation,
        'items', jsonb_build_array(jsonb_build_object('what', 'cocaine', 'quantity', n::text, 'unit', 'kg')),
        'certain', true, 'aggregate', false, 'quote', 'the inspectors found ' || n || ' kilograms of the invented goods',
        'passage', 'According to a visitor at the post, the inspectors found ' || n || ' kilograms of the invented goods.',
        'paragraphs', '["1"]'::jsonb, 'marking', 'C', 'persons', '[]'::jsonb
    )
    FROM (
        SELECT n / 5 + 1 AS cable, date '2007-01-01' + n %% 700 AS day,
               (ARRAY['MX-TAM', 'MX-NLE', 'MX-MIC', 'MX-GRO', 'MX-SIN'])[1 + n %% 5] AS state,
               (ARRAY['gulf', 'zetas', 'sinaloa', 'juarez', 'la-familia', 'tijuana'])[1 + n %% 6] AS cartel,
               'invented-' || n %% operations AS operation
    ) AS x
$$;
