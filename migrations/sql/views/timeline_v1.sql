-- What happened when, and how states stand. The views run with the owner's rights; %tables% is read_a or read_b.

CREATE VIEW read.timeline AS
SELECT t.event_date, t.date_start, t.date_end, t.date_precision, t.kind, t.subtype, t.status, t.states, t.municipalities,
       t.places, t.cartels, t.agencies, t.operation, t.count, t.count_op, t.killed, t.injured, t.personnel, t.victims, t.items,
       t.persons, t.certain, t.aggregate, t.incident_id, t.report_ids, t.reference_ids, t.review_status
FROM %tables%.timeline t
WHERE t.event_date IS NOT NULL;
COMMENT ON VIEW read.timeline IS
    'Everything of which a date is told, a row each: incidents, what happened to operations, published figures; say ORDER BY event_date. Withdrawn ones are left out.';
COMMENT ON COLUMN read.timeline.event_date IS 'The smallest interval of days that the text fixes; of a figure the period that it counts.';
COMMENT ON COLUMN read.timeline.date_start IS 'First day of it.';
COMMENT ON COLUMN read.timeline.date_end IS 'Last day of it, included.';
COMMENT ON COLUMN read.timeline.date_precision IS 'How exactly the text fixes it: day, week, part-of-month, month, year or period.';
COMMENT ON COLUMN read.timeline.kind IS 'As in read.reports: operation, arrest, seizure, eradication, attack, homicide_count or harm.';
COMMENT ON COLUMN read.timeline.subtype IS 'Of an attack: ambush, clash, killing, bombing, grenade, shooting, kidnapping or other.';
COMMENT ON COLUMN read.timeline.status IS 'Of an operation: planned, launched, reinforced or ended.';
COMMENT ON COLUMN read.timeline.states IS 'ISO 3166-2 codes of states (ISO 3166-1 of other countries) where it happened.';
COMMENT ON COLUMN read.timeline.municipalities IS 'INEGI''s codes of the municipalities where it happened.';
COMMENT ON COLUMN read.timeline.places IS 'Where it happened: a list of state and, where told, city.';
COMMENT ON COLUMN read.timeline.cartels IS 'Slugs of the groups involved.';
COMMENT ON COLUMN read.timeline.agencies IS 'Forces of the state that took part, in the codebook''s words.';
COMMENT ON COLUMN read.timeline.operation IS 'Slug of the operation that it belongs to.';
COMMENT ON COLUMN read.timeline.count IS 'How many arrested, kidnapped, or counted as killed.';
COMMENT ON COLUMN read.timeline.count_op IS 'How the printed figure relates to count: > < ~ >= <=; null for a bare figure.';
COMMENT ON COLUMN read.timeline.killed IS 'Killed on all sides; null when not told.';
COMMENT ON COLUMN read.timeline.injured IS 'Injured on all sides; null when not told.';
COMMENT ON COLUMN read.timeline.personnel IS 'People sent, of an operation.';
COMMENT ON COLUMN read.timeline.victims IS 'Whose deaths a figure counts, when not everybody''s.';
COMMENT ON COLUMN read.timeline.items IS 'Goods or crops: what, quantity (a decimal string), unit, op.';
COMMENT ON COLUMN read.timeline.persons IS 'Names as printed of those arrested, killed, wounded, kidnapped or targeted.';
COMMENT ON COLUMN read.timeline.certain IS 'False where the text itself hedges.';
COMMENT ON COLUMN read.timeline.aggregate IS 'True for a total over a period or many incidents: never add it to incidents.';
COMMENT ON COLUMN read.timeline.incident_id IS 'The incident, as in read.incidents.';
COMMENT ON COLUMN read.timeline.report_ids IS 'The reports about it.';
COMMENT ON COLUMN read.timeline.reference_ids IS 'The cables that tell it.';
COMMENT ON COLUMN read.timeline.review_status IS 'machine: nobody has checked it; confirmed or corrected: somebody has.';

CREATE VIEW read.state_months AS
SELECT m.state, m.month, m.kind, m.incidents, m.killed, m.injured, m.arrested
FROM %tables%.state_months m;
COMMENT ON VIEW read.state_months IS
    'Incidents by state, month and kind; totals over periods are in no sum. An incident in two states is counted in each.';
COMMENT ON COLUMN read.state_months.state IS 'ISO 3166-2 code of the state (ISO 3166-1 of other countries).';
COMMENT ON COLUMN read.state_months.month IS 'First day of the month in which they began; null for those without a date.';
COMMENT ON COLUMN read.state_months.kind IS 'As in read.incidents.';
COMMENT ON COLUMN read.state_months.incidents IS 'How many.';
COMMENT ON COLUMN read.state_months.killed IS 'Killed in them on all sides, as far as told.';
COMMENT ON COLUMN read.state_months.injured IS 'Injured in them on all sides, as far as told.';
COMMENT ON COLUMN read.state_months.arrested IS 'People arrested in them, as far as told.';

CREATE VIEW read.states AS
WITH sums AS (
    SELECT
        m.state, sum(m.incidents)::bigint AS incidents,
        coalesce(sum(m.incidents) FILTER (WHERE m.kind = 'attack'), 0)::bigint AS attacks,
        coalesce(sum(m.incidents) FILTER (WHERE m.kind = 'arrest'), 0)::bigint AS arrests,
        coalesce(sum(m.incidents) FILTER (WHERE m.kind = 'seizure'), 0)::bigint AS seizures,
        coalesce(sum(m.incidents) FILTER (WHERE m.kind = 'eradication'), 0)::bigint AS eradications,
        coalesce(sum(m.incidents) FILTER (WHERE m.kind = 'operation'), 0)::bigint AS operation_events,
        coalesce(sum(m.incidents) FILTER (WHERE m.kind = 'harm'), 0)::bigint AS harms,
        sum(m.killed)::bigint AS killed, sum(m.injured)::bigint AS injured, sum(m.arrested)::bigint AS arrested
    FROM %tables%.state_months m
    GROUP BY m.state
)
SELECT
    coalesce(r.slug, s.state) AS code, coalesce(r.name, s.state) AS name, coalesce(r.aliases, '{}') AS aliases,
    r.details ->> 'inegi' AS inegi_code,
    coalesce(s.incidents, 0) AS incidents, coalesce(s.attacks, 0) AS attacks, coalesce(s.arrests, 0) AS arrests,
    coalesce(s.seizures, 0) AS seizures, coalesce(s.eradications, 0) AS eradications,
    coalesce(s.operation_events, 0) AS operation_events, coalesce(s.harms, 0) AS harms, coalesce(s.killed, 0) AS killed,
    coalesce(s.injured, 0) AS injured, coalesce(s.arrested, 0) AS arrested,
    ARRAY(
        SELECT c.cartel
        FROM %tables%.state_cartels c
        WHERE c.state = coalesce(r.slug, s.state)
        ORDER BY c.cartel COLLATE "C"
    ) AS cartels,
    ARRAY(
        SELECT o.slug
        FROM %tables%.operations o
        WHERE o.states @> ARRAY[coalesce(r.slug, s.state)]
        ORDER BY o.slug COLLATE "C"
    ) AS operations,
    f.period AS homicide_period, f.count AS homicide_count, f.count_op AS homicide_count_op,
    f.reference_id AS homicide_reference_id, f.differs AS homicide_differs,
    (SELECT min(d.day) FROM %tables%.state_days d WHERE d.state = s.state) AS first_event,
    (SELECT max(d.day) FROM %tables%.state_days d WHERE d.state = s.state) AS last_event
FROM (
    SELECT *
    FROM %tables%.registers
    WHERE register = 'state' AND (slug = 'MX' OR starts_with(slug, 'MX-') OR slug IN (SELECT state FROM sums))
) AS r
FULL JOIN sums s ON s.state = r.slug
LEFT JOIN LATERAL (
    SELECT h.period, h.count, h.count_op, h.reference_id, h.differs
    FROM %tables%.homicide_figures h
    WHERE h.states = ARRAY[coalesce(r.slug, s.state)]
      AND cardinality(h.municipalities) = 0
      AND h.victims IS NULL
      AND cardinality(h.cartels) = 0
      AND h.latest
      AND h.period_end IS NOT NULL
    ORDER BY h.period_end DESC, h.period_start, h.report_id
    LIMIT 1
) AS f ON true;
COMMENT ON VIEW read.states IS
    'How each state stands: all of Mexico''s, and every other state or country of which a report tells. Sums are of incidents: no total over a period is in them.';
COMMENT ON COLUMN read.states.code IS 'ISO 3166-2 code (MX-TAM); ISO 3166-1 of other countries; MX is what is told of the whole of Mexico.';
COMMENT ON COLUMN read.states.name IS 'Its name.';
COMMENT ON COLUMN read.states.aliases IS 'Other names that cables give it.';
COMMENT ON COLUMN read.states.inegi_code IS 'INEGI''s code of the federal entity (28 for Tamaulipas); null outside Mexico.';
COMMENT ON COLUMN read.states.incidents IS 'Incidents in it, of all kinds; one in two states is counted in each.';
COMMENT ON COLUMN read.states.attacks IS 'Those that are attacks.';
COMMENT ON COLUMN read.states.arrests IS 'Those that are arrests.';
COMMENT ON COLUMN read.states.seizures IS 'Those that are seizures.';
COMMENT ON COLUMN read.states.eradications IS 'Those that are eradications.';
COMMENT ON COLUMN read.states.operation_events IS 'Those that are an operation''s launch, reinforcement, plan or end.';
COMMENT ON COLUMN read.states.harms IS 'Those that are harm done to bystanders by the security forces.';
COMMENT ON COLUMN read.states.killed IS 'Killed in those incidents on all sides, as far as told.';
COMMENT ON COLUMN read.states.injured IS 'Injured in them on all sides, as far as told.';
COMMENT ON COLUMN read.states.arrested IS 'People arrested in them, as far as told.';
COMMENT ON COLUMN read.states.cartels IS 'Slugs of the groups with a part in them.';
COMMENT ON COLUMN read.states.operations IS 'Slugs of the operations that cover it.';
COMMENT ON COLUMN read.states.homicide_period IS 'Period of the newest published figure of killings in the whole state: the latest period, the longest of those.';
COMMENT ON COLUMN read.states.homicide_count IS 'That figure, of everybody''s deaths; never add it to incidents.';
COMMENT ON COLUMN read.states.homicide_count_op IS 'How the printed figure relates to it: > < ~ >= <=; null for a bare figure.';
COMMENT ON COLUMN read.states.homicide_reference_id IS 'The cable that tells it.';
COMMENT ON COLUMN read.states.homicide_differs IS 'Whether cables tell it differently: see read.homicide_figures.';
COMMENT ON COLUMN read.states.first_event IS 'First day of the earliest incident of which a date is told.';
COMMENT ON COLUMN read.states.last_event IS 'First day of the latest.';

CREATE VIEW read.municipalities AS
SELECT m.slug AS code, m.name, m.states[1] AS state, left(m.slug, 2) AS state_code, s.name AS state_name, m.aliases
FROM %tables%.registers m
LEFT JOIN %tables%.registers s ON s.register = 'state' AND s.slug = m.states[1]
WHERE m.register = 'municipality';
COMMENT ON VIEW read.municipalities IS 'The municipalities of Mexico with their official codes.';
COMMENT ON COLUMN read.municipalities.code IS 'INEGI''s code: two digits of the state, three of the municipality.';
COMMENT ON COLUMN read.municipalities.name IS 'Its name.';
COMMENT ON COLUMN read.municipalities.state IS 'ISO 3166-2 code of its state.';
COMMENT ON COLUMN read.municipalities.state_code IS 'INEGI''s code of the federal entity.';
COMMENT ON COLUMN read.municipalities.state_name IS 'Name of its state.';
COMMENT ON COLUMN read.municipalities.aliases IS 'Names that cables give it, in the letters of telegrams.';
