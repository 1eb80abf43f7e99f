-- People, and each mention of one that they are made of. Run once in `read_a` and once in `read_b` (by search_path).

CREATE TABLE person_mentions (
    -- One report under one name, whatever it is told of it: from both alone.
    mention_id   uuid        PRIMARY KEY,
    report_id    uuid        NOT NULL,
    incident_id  uuid        NOT NULL,
    reference_id text        NOT NULL,
    cable_date   timestamptz,
    date_start   date,
    date_end     date,
    -- The parts of the name without accents and particles: as printed, and sorted.
    tokens       text[]      NOT NULL,
    form         text        NOT NULL,
    name         text        NOT NULL,
    aliases      text[]      NOT NULL,
    roles        text[]      NOT NULL,
    positions    text[]      NOT NULL,
    cartels      text[]      NOT NULL,
    cartel_role  text        CHECK (cartel_role IN ('leader', 'member', 'linked')),
    status       text,
    -- How strongly the status is told: 3 outright, 2 hedged, 1 only implied by the part that the person has.
    weight       smallint,
    asserted_by  text[]      NOT NULL,
    -- Whether the part that the person has makes a row, or only adds to one that another mention makes.
    is_subject   boolean     NOT NULL,
    -- What can make two mentions of one name one person: see `person_mentions_of`.
    facts        text[]      NOT NULL
);
CREATE INDEX person_mentions_report ON person_mentions (report_id);

CREATE TABLE person_links (
    -- Of `person_links_of`, hashed: two links that meet by chance only make more be computed anew.
    link       bigint NOT NULL,
    mention_id uuid   NOT NULL,
    PRIMARY KEY (link, mention_id)
);
CREATE INDEX person_links_mention ON person_links (mention_id);

CREATE TABLE people (
    person_id           uuid        PRIMARY KEY,
    -- Distinct once all that a batch touched is numbered.
    slug                text        NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED,
    slug_base           text        NOT NULL,
    name                text        NOT NULL,
    names               text[]      NOT NULL,
    aliases             text[]      NOT NULL,
    cartels             text[]      NOT NULL,
    memberships         jsonb       NOT NULL,
    positions           text[]      NOT NULL,
    roles               text[]      NOT NULL,
    status              text,
    status_certain      boolean,
    status_as_of        timestamptz,
    status_date         daterange,
    status_reference_id text,
    status_report_id    uuid,
    status_asserted_by  text[],
    disputed            boolean     NOT NULL,
    statuses            jsonb       NOT NULL,
    incidents           integer     NOT NULL,
    reports             integer     NOT NULL,
    cables              integer     NOT NULL,
    first_mention       timestamptz,
    last_mention        timestamptz,
    first_reference_id  text        NOT NULL,
    last_reference_id   text        NOT NULL,
    first_event         date,
    last_event          date,
    report_ids          uuid[]      NOT NULL,
    mentions            uuid[]      NOT NULL
);
CREATE INDEX people_slug_base ON people (slug_base);
CREATE INDEX people_cartels ON people USING gin (cartels);
CREATE INDEX people_mentions ON people USING gin (mentions);
