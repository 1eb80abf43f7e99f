-- Every report as it was told before. Run once in `read_a` and once in `read_b` (by search_path).

-- From `position` on, and no longer at `until`, a report stood so; as it stands now it is in `reports`. Nearly all reports
-- have only that, so that this table is small. What is erased is gone from here too.
CREATE TABLE report_versions (
    LIKE reports,
    until bigint NOT NULL,
    PRIMARY KEY (report_id, position),
    CHECK (position < until)
);
CREATE INDEX report_versions_cable ON report_versions (reference_id);
CREATE INDEX report_versions_time ON report_versions (position, until);

-- A report as it stood, without until when.
CREATE FUNCTION report_of(told report_versions)
RETURNS reports
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT ROW(
        told.report_id, told.reference_id, told.document_id, told.kind, told.date_start, told.date_end, told.states,
        told.cartels, told.operation, told.aggregate, told.report, told.facts, told.quote_start, told.quote_end,
        told.passage_start, told.passage_end, told.paragraph_ordinals, told.review_status, told.withdrawn,
        told.withdrawn_reason, told.extractor, told.recorded_at, told.position, told.incident_id, told.cable_date,
        told.incident_position
    )::reports
$$;

-- The reports as the log told them up to a position, with the incidents that they made then. Their words, the labels of
-- their paragraphs and the date of their cable are as the cables are read now.
CREATE FUNCTION reports_at(at_position bigint)
RETURNS SETOF reports
LANGUAGE sql
STABLE
AS $$
    WITH told AS MATERIALIZED (
        SELECT r AS report FROM reports r WHERE r.position <= at_position
        UNION ALL
        SELECT report_of(v) FROM report_versions v WHERE v.position <= at_position AND v.until > at_position
    ), grouped AS MATERIALIZED (
        SELECT g.report_id, g.incident_id FROM incidents_among(ARRAY(SELECT t.report FROM told t)) AS g
    )
    SELECT (t.report).report_id, (t.report).reference_id, (t.report).document_id, (t.report).kind, (t.report).date_start,
           (t.report).date_end, (t.report).states, (t.report).cartels, (t.report).operation, (t.report).aggregate,
           (t.report).report, (t.report).facts, (t.report).quote_start, (t.report).quote_end, (t.report).passage_start,
           (t.report).passage_end, (t.report).paragraph_ordinals, (t.report).review_status, (t.report).withdrawn,
           (t.report).withdrawn_reason, (t.report).extractor, (t.report).recorded_at, (t.report).position, g.incident_id,
           (t.report).cable_date, (t.report).incident_position
    FROM told t
    JOIN grouped g ON g.report_id = (t.report).report_id
$$;

-- The reports as they stand now, with today's incidents, of the cables that were created by a day, in UTC. A cable of which
-- no date is known is not among them.
CREATE FUNCTION reports_known(known date)
RETURNS SETOF reports
LANGUAGE sql
STABLE
AS $$
    SELECT r.* FROM reports r WHERE r.cable_date < (known + 1)::timestamp AT TIME ZONE 'UTC'
$$;

-- A report as an event tells it, in codes and spans; the words come after all reports are in place.
CREATE FUNCTION report_told(body jsonb, is_withdrawn boolean, reason text, first_recorded_at timestamptz, at_position bigint)
RETURNS SETOF reports
LANGUAGE sql
STABLE
AS $$
    SELECT
        (body ->> 'report_id')::uuid,
        body ->> 'reference_id',
        (body ->> 'document_id')::uuid,
        body #>> '{report,kind}',
        (body #>> '{report,date,start}')::date,
        (body #>> '{report,date,end}')::date,
        ARRAY(
            SELECT DISTINCT p ->> 'state' COLLATE "C" FROM jsonb_array_elements(body #> '{report,places}') AS p ORDER BY 1
        ),
        ARRAY(SELECT jsonb_array_elements_text(body #> '{report,cartels}')),
        NULL::text,
        coalesce((body #>> '{report,aggregate}')::boolean, false),
        body -> 'report',
        '{}'::jsonb,
        (body #>> '{report,quote,0}')::integer,
        (body #>> '{report,quote,1}')::integer,
        coalesce((body #>> '{report,evidence,0,span,0}')::integer, (body #>> '{report,quote,0}')::integer),
        coalesce((body #>> '{report,evidence,0,span,1}')::integer, (body #>> '{report,quote,1}')::integer),
        ARRAY(
            SELECT (e ->> 'paragraph')::integer
            FROM jsonb_array_elements(body #> '{report,evidence}') WITH ORDINALITY AS x (e, nth)
            GROUP BY 1
            ORDER BY min(nth)
        ),
        'machine'::text,
        is_withdrawn,
        CASE WHEN is_withdrawn THEN reason END,
        body ->> 'extractor',
        first_recorded_at,
        at_position,
        (body ->> 'report_id')::uuid,
        NULL::timestamptz,
        NULL::bigint
$$;

-- The same report, withdrawn.
CREATE FUNCTION report_withdrawn(told reports, reason text, at_position bigint)
RETURNS SETOF reports
LANGUAGE sql
STABLE
AS $$
    SELECT told.report_id, told.reference_id, told.document_id, told.kind, told.date_start, told.date_end, told.states,
           told.cartels, told.operation, told.aggregate, told.report, told.facts, told.quote_start, told.quote_end,
           told.passage_start, told.passage_end, told.paragraph_ordinals, told.review_status, true, reason,
           told.extractor, told.recorded_at, at_position, told.incident_id, told.cable_date, told.incident_position
$$;

-- The operation that a report belongs to, by its codes and its words.
CREATE FUNCTION operation_told(report jsonb, facts jsonb)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    -- No operation goes by what is left of an erased name.
    SELECT operation_of(report, CASE WHEN facts ->> 'operation_name' !~ '\u2588' THEN facts ->> 'operation_name' END)
$$;
