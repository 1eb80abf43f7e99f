-- The tables behind the views of schema `read`. Run once in `read_a` and once in `read_b` (by search_path): a rebuild
-- fills the set that is not shown.

CREATE TABLE checkpoints (
    projection text   PRIMARY KEY,
    position   bigint NOT NULL CHECK (position >= 0)
);

CREATE TABLE registers (
    register text   NOT NULL CHECK (register IN ('cartel', 'operation', 'state')),
    slug     text   NOT NULL,
    name     text   NOT NULL,
    aliases  text[] NOT NULL,
    states   text[] NOT NULL,
    PRIMARY KEY (register, slug)
);

CREATE TABLE cables (
    reference_id    text        PRIMARY KEY,
    document_id     uuid        NOT NULL,
    cable_date      timestamptz,
    released_at     timestamptz,
    recorded_at     timestamptz NOT NULL,
    classification  text,
    origin          text,
    subject         text        NOT NULL,
    tags            text[]      NOT NULL,
    reference_ids   text[]      NOT NULL,
    partial         boolean     NOT NULL,
    protected_names integer     NOT NULL,
    source          text        NOT NULL,
    source_format   text        NOT NULL,
    position        bigint      NOT NULL
);
CREATE INDEX cables_date ON cables (cable_date);

CREATE TABLE paragraphs (
    document_id  uuid    NOT NULL,
    reference_id text    NOT NULL,
    ordinal      integer NOT NULL,
    label        text,
    marking      text,
    heading      text,
    body         text    NOT NULL,
    start_offset integer NOT NULL,
    end_offset   integer NOT NULL,
    cuts         jsonb   NOT NULL,
    search       tsvector NOT NULL,
    PRIMARY KEY (document_id, ordinal)
);
CREATE INDEX paragraphs_cable ON paragraphs (reference_id, ordinal);
CREATE INDEX paragraphs_search ON paragraphs USING gin (search);

CREATE TABLE reports (
    report_id          uuid        PRIMARY KEY,
    reference_id       text        NOT NULL,
    document_id        uuid        NOT NULL,
    kind               text        NOT NULL,
    date_start         date,
    date_end           date,
    states             text[]      NOT NULL,
    cartels            text[]      NOT NULL,
    operation          text,
    aggregate          boolean     NOT NULL,
    report             jsonb       NOT NULL,
    facts              jsonb       NOT NULL,
    quote_start        integer     NOT NULL,
    quote_end          integer     NOT NULL,
    passage_start      integer     NOT NULL,
    passage_end        integer     NOT NULL,
    paragraph_ordinals integer[]   NOT NULL,
    review_status      text        NOT NULL CHECK (review_status IN ('machine', 'confirmed', 'corrected')),
    withdrawn          boolean     NOT NULL,
    withdrawn_reason   text,
    extractor          text        NOT NULL,
    recorded_at        timestamptz NOT NULL,
    position           bigint      NOT NULL
);
CREATE INDEX reports_cable ON reports (reference_id);
CREATE INDEX reports_kind ON reports (kind, date_start);
CREATE INDEX reports_cartels ON reports USING gin (cartels);
CREATE INDEX reports_states ON reports USING gin (states);
CREATE INDEX reports_operation ON reports (operation);

CREATE TABLE incidents (
    incident_id   uuid    PRIMARY KEY,
    kind          text    NOT NULL,
    date_start    date,
    date_end      date,
    states        text[]  NOT NULL,
    cartels       text[]  NOT NULL,
    operation     text,
    aggregate     boolean NOT NULL,
    facts         jsonb   NOT NULL,
    report_ids    uuid[]  NOT NULL,
    reference_ids text[]  NOT NULL,
    review_status text    NOT NULL,
    withdrawn     boolean NOT NULL
);
CREATE INDEX incidents_kind ON incidents (kind, date_start);

CREATE TABLE report_keys (
    read_model text NOT NULL CHECK (read_model IN ('cartel', 'operation')),
    key        text NOT NULL,
    report_id  uuid NOT NULL,
    PRIMARY KEY (read_model, key, report_id)
);
CREATE INDEX report_keys_report ON report_keys (report_id);

CREATE TABLE cartels (
    slug        text PRIMARY KEY,
    reports     integer NOT NULL,
    cables      integer NOT NULL,
    incidents   integer NOT NULL,
    first_event date,
    last_event  date,
    states      text[] NOT NULL
);

CREATE TABLE operations (
    slug         text PRIMARY KEY,
    name         text NOT NULL,
    status       text,
    status_as_of timestamptz,
    launched     date,
    states       text[] NOT NULL,
    personnel    bigint,
    reports      integer NOT NULL,
    cables       integer NOT NULL
);

CREATE TABLE developments (
    development_id uuid        PRIMARY KEY,
    position       bigint      NOT NULL UNIQUE,
    log_hash       text        NOT NULL,
    kind           text        NOT NULL,
    published_at   timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    reference_id   text        NOT NULL,
    incident_id    uuid        NOT NULL,
    report_ids     uuid[]      NOT NULL,
    cartels        text[]      NOT NULL,
    operations     text[]      NOT NULL,
    states         text[]      NOT NULL,
    told           jsonb       NOT NULL,
    after          jsonb       NOT NULL,
    before         jsonb       NOT NULL,
    reason         text,
    amended_by     uuid
);
CREATE INDEX developments_cable ON developments (reference_id);
CREATE INDEX developments_reports ON developments USING gin (report_ids);

-- A recorded report in words, with the labels of the paragraphs that tell it and the marking of the first of them.
-- Without a search path of its own: it reads the paragraphs of the set that is being filled.
CREATE FUNCTION facts_with_paragraphs(facts_document_id uuid, report jsonb)
RETURNS jsonb
LANGUAGE sql
STABLE
AS $$
    SELECT log.facts_v1(facts_document_id, report, furniture.cuts) || jsonb_build_object(
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

-- A slug of a printed name: ASCII letters and digits in lower case, joined by hyphens; at most 80 characters, since it
-- becomes a file's name. Letters are folded by hand: what `lower` does to others than ASCII depends on the locale.
CREATE FUNCTION slug_of(name text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT nullif(btrim(left(btrim(regexp_replace(
        lower(translate(
            name,
            'áàâãäåéèêëíìîïóòôõöúùûüñçÁÀÂÃÄÅÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÑÇ',
            'aaaaaaeeeeiiiiooooouuuuncAAAAAAEEEEIIIIOOOOOUUUUNC'
        ) COLLATE "C"),
        '[^a-z0-9]+', '-', 'g'
    ), '-'), 80), '-'), '')
$$;

-- The operation that a recorded report belongs to: by the register; else by the name that the cable prints; a
-- deployment without a name is told by its states and its year.
CREATE FUNCTION operation_of(report jsonb, operation_name text)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(
        report ->> 'operation',
        slug_of(operation_name),
        CASE WHEN report ->> 'kind' = 'operation' AND coalesce(report ->> 'aggregate', 'false') = 'false' THEN (
            SELECT slug_of(string_agg(coalesce(r.name, s.code), ' ' ORDER BY s.first))
                   || '-' || extract(year FROM (report #>> '{date,start}')::date)
            FROM (
                SELECT p ->> 'state' AS code, min(nth) AS first
                FROM jsonb_array_elements(report -> 'places') WITH ORDINALITY AS x (p, nth)
                GROUP BY 1
            ) AS s
            LEFT JOIN registers r ON r.register = 'state' AND r.slug = s.code
        ) END
    )
$$;
