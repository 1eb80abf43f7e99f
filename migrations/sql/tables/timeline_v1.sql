-- Everything that happened, by date, and how much of it in each state and month. Run once in `read_a` and once in `read_b`
-- (by search_path).

CREATE TABLE timeline (
    incident_id    uuid PRIMARY KEY,
    kind           text      NOT NULL,
    date_start     date,
    date_end       date,
    event_date     daterange,
    date_precision text,
    subtype        text,
    status         text,
    states         text[]    NOT NULL,
    municipalities text[]    NOT NULL,
    places         jsonb     NOT NULL,
    cartels        text[]    NOT NULL,
    agencies       text[]    NOT NULL,
    operation      text,
    count          bigint,
    count_op       text,
    killed         bigint,
    injured        bigint,
    personnel      bigint,
    victims        text,
    items          jsonb     NOT NULL,
    persons        text[]    NOT NULL,
    certain        boolean   NOT NULL,
    aggregate      boolean   NOT NULL,
    reference_ids  text[]    NOT NULL,
    report_ids     uuid[]    NOT NULL,
    review_status  text      NOT NULL,
    month          date
);
CREATE INDEX timeline_event_date ON timeline (event_date);
CREATE INDEX timeline_month ON timeline (month);
CREATE INDEX timeline_states ON timeline USING gin (states);
CREATE INDEX timeline_cartels ON timeline USING gin (cartels);
CREATE INDEX timeline_reports ON timeline USING gin (report_ids);

-- Sums of incidents: no total over a period is in them. Kept by adding what a batch brings and taking away what it replaces.
CREATE TABLE state_months (
    state     text   NOT NULL,
    month     date,
    kind      text   NOT NULL,
    incidents bigint NOT NULL,
    killed    bigint NOT NULL,
    injured   bigint NOT NULL,
    arrested  bigint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (state, month, kind)
);

CREATE TABLE state_cartels (
    state     text   NOT NULL,
    cartel    text   NOT NULL,
    incidents bigint NOT NULL,
    PRIMARY KEY (state, cartel)
);

-- The days of which incidents are told, for the first and the last.
CREATE TABLE state_days (
    state     text   NOT NULL,
    day       date   NOT NULL,
    incidents bigint NOT NULL,
    PRIMARY KEY (state, day)
);

-- Incidents as the timeline has them.
CREATE FUNCTION timeline_of(told incidents[])
RETURNS SETOF timeline
LANGUAGE sql
STABLE
AS $$
    SELECT
        i.incident_id, i.kind, i.date_start, i.date_end,
        CASE WHEN i.date_start IS NOT NULL THEN daterange(i.date_start, i.date_end, '[]') END, f.date_precision, f.subtype,
        f.status, i.states, ARRAY(SELECT DISTINCT m COLLATE "C" FROM municipalities_of(f.places) AS m ORDER BY 1),
        coalesce(f.places, '[]'), i.cartels, ARRAY(SELECT jsonb_array_elements_text(f.agencies)), i.operation, f.count,
        f.count_op, f.killed, f.injured, f.personnel, f.victims, coalesce(f.items, '[]'),
        ARRAY(SELECT jsonb_array_elements_text(f.persons)), coalesce(f.certain, true), i.aggregate, i.reference_ids,
        i.report_ids, i.review_status, date_trunc('month', i.date_start)::date
    FROM unnest(told) AS i
    CROSS JOIN LATERAL jsonb_to_record(i.facts) AS f (
        date_precision text, subtype text, status text, places jsonb, agencies jsonb, count bigint, count_op text,
        killed bigint, injured bigint, personnel bigint, victims text, items jsonb, persons jsonb, certain boolean
    )
    WHERE NOT i.withdrawn
$$;
