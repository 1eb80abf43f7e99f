-- Reports with their incidents, and reports as of a position of the log or a day. The views run with the owner's rights;
-- %tables% is read_a or read_b.

CREATE OR REPLACE FUNCTION read.fields_of(facts jsonb)
RETURNS TABLE (
    subtype text, status text, personnel bigint, count bigint, count_op text, victims text, persons text[],
    killed bigint, injured bigint, items jsonb, certain boolean, quote text, paragraphs text[], passage text,
    places jsonb, date_precision text, place_precision text, people jsonb, groups jsonb, forces jsonb, figures jsonb,
    casualties jsonb, asserted_by text[], objective text, assertions jsonb, hedges text[], dates jsonb,
    told_places jsonb
)
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT
        facts ->> 'subtype', facts ->> 'status', (facts ->> 'personnel')::bigint, (facts ->> 'count')::bigint,
        facts ->> 'count_op', facts ->> 'victims', ARRAY(SELECT jsonb_array_elements_text(facts -> 'persons')),
        (facts ->> 'killed')::bigint, (facts ->> 'injured')::bigint, facts -> 'items', (facts ->> 'certain')::boolean,
        facts ->> 'quote', ARRAY(SELECT jsonb_array_elements_text(facts -> 'paragraphs')), facts ->> 'passage',
        facts -> 'places', facts ->> 'date_precision', facts ->> 'place_precision', coalesce(facts -> 'people', '[]'),
        coalesce(facts -> 'groups', '[]'), coalesce(facts -> 'forces', '[]'), coalesce(facts -> 'figures', '[]'),
        coalesce(
            jsonb_path_query_array(facts, '$.figures[*] ? (@.measure == "killed" || @.measure == "injured")'), '[]'
        ),
        ARRAY(
            SELECT DISTINCT assertion ->> 'by' COLLATE "C"
            FROM jsonb_array_elements(facts -> 'assertions') AS a (assertion)
            ORDER BY 1
        ),
        facts ->> 'objective', coalesce(facts -> 'assertions', '[]'),
        ARRAY(SELECT jsonb_array_elements_text(facts -> 'hedges')), coalesce(facts -> 'dates', '[]'),
        coalesce(facts -> 'told_places', '[]')
$$;
COMMENT ON FUNCTION read.fields_of(jsonb) IS 'The facts of a report, an incident or a development in columns, as in read.reports.';

CREATE OR REPLACE VIEW read.reports AS
SELECT r.report_id, r.incident_id, r.reference_id, r.cable_date, r.kind, f.subtype, f.status, r.date_start, r.date_end,
       daterange(r.date_start, r.date_end, '[]') AS event_date, r.states, r.cartels, r.operation, f.personnel, f.count,
       f.count_op, f.victims, f.persons, f.killed, f.injured, f.items, f.certain, r.aggregate, f.quote, f.paragraphs,
       f.passage, f.places, r.facts, r.quote_start, r.quote_end, r.passage_start, r.passage_end, r.paragraph_ordinals,
       r.document_id, r.review_status, r.withdrawn, r.withdrawn_reason, r.extractor, r.recorded_at, r.position,
       f.date_precision, f.place_precision, f.people, f.groups, f.forces, f.figures, f.casualties, f.asserted_by COLLATE "C" AS asserted_by,
       f.objective, f.assertions, f.hedges, f.dates, f.told_places,
       (
           SELECT o.report_id
           FROM %tables%.reports o
           WHERE o.document_id = r.document_id
             AND o.kind = 'operation'
             AND o.quote_start = (r.facts #>> '{result_of,0}')::integer
             AND o.quote_end = (r.facts #>> '{result_of,1}')::integer
             AND NOT o.withdrawn
           ORDER BY o.report_id
           LIMIT 1
       ) AS result_of
FROM %tables%.reports r
CROSS JOIN LATERAL read.fields_of(r.facts) AS f;

CREATE OR REPLACE FUNCTION read.reports_at("position" bigint)
RETURNS SETOF read.reports
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
WITH told AS MATERIALIZED (SELECT t.* FROM reports_at(reports_at.position) AS t)
SELECT r.report_id, r.incident_id, r.reference_id, r.cable_date, r.kind, f.subtype, f.status, r.date_start, r.date_end,
       daterange(r.date_start, r.date_end, '[]') AS event_date, r.states, r.cartels, r.operation, f.personnel, f.count,
       f.count_op, f.victims, f.persons, f.killed, f.injured, f.items, f.certain, r.aggregate, f.quote, f.paragraphs,
       f.passage, f.places, r.facts, r.quote_start, r.quote_end, r.passage_start, r.passage_end, r.paragraph_ordinals,
       r.document_id, r.review_status, r.withdrawn, r.withdrawn_reason, r.extractor, r.recorded_at, r.position,
       f.date_precision, f.place_precision, f.people, f.groups, f.forces, f.figures, f.casualties, f.asserted_by COLLATE "C" AS asserted_by,
       f.objective, f.assertions, f.hedges, f.dates, f.told_places,
       (
           SELECT o.report_id
           FROM told o
           WHERE o.document_id = r.document_id
             AND o.kind = 'operation'
             AND o.quote_start = (r.facts #>> '{result_of,0}')::integer
             AND o.quote_end = (r.facts #>> '{result_of,1}')::integer
             AND NOT o.withdrawn
           ORDER BY o.report_id
           LIMIT 1
       ) AS result_of
FROM told r
CROSS JOIN LATERAL read.fields_of(r.facts) AS f
$$;
COMMENT ON FUNCTION read.reports_at(bigint) IS
    'read.reports as today''s rules make them of the log up to a position; what was erased since is not there.';

CREATE OR REPLACE FUNCTION read.reports_known(known date)
RETURNS SETOF read.reports
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT r.*
FROM read.reports r
WHERE r.cable_date < (reports_known.known + 1)::timestamp AT TIME ZONE 'UTC'
$$;
COMMENT ON FUNCTION read.reports_known(date) IS
    'read.reports as they stand, with today''s incidents, of the cables that were created by a day (in UTC).';
