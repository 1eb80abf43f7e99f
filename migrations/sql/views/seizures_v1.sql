-- Goods seized and crops destroyed. The views run with the owner's rights; %tables% is read_a or read_b.

CREATE VIEW read.seizures AS
SELECT s.*
FROM %tables%.seizures s
WHERE s.kind = 'seizure' AND NOT s.aggregate;
COMMENT ON VIEW read.seizures IS
    'What was seized: a row per incident, commodity and unit, so that rows of one unit can be added. Totals over periods are in read.seizure_totals.';

CREATE VIEW read.seizure_totals AS
SELECT s.*
FROM %tables%.seizures s
WHERE s.kind = 'seizure' AND s.aggregate;
COMMENT ON VIEW read.seizure_totals IS
    'Totals of goods seized over a period or in many incidents, as cables tell them: never add them to read.seizures, nor to one another.';

CREATE VIEW read.eradications AS
SELECT s.*
FROM %tables%.seizures s
WHERE s.kind = 'eradication';
COMMENT ON VIEW read.eradications IS
    'Drug crops destroyed: a row per incident or total, crop and unit; nearly all are totals over periods (aggregate).';

CREATE FUNCTION read.seizures_at("position" bigint)
RETURNS SETOF read.seizures
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT s.*
FROM goods_of(ARRAY(SELECT t FROM reports_at(seizures_at.position) AS t WHERE t.kind = 'seizure' AND NOT t.aggregate)) AS s
$$;
COMMENT ON FUNCTION read.seizures_at(bigint) IS 'read.seizures as today''s rules make them of the log up to a position.';

CREATE FUNCTION read.seizures_known(known date)
RETURNS SETOF read.seizures
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT s.*
FROM goods_of(ARRAY(SELECT t FROM reports_known(seizures_known.known) AS t WHERE t.kind = 'seizure' AND NOT t.aggregate)) AS s
$$;
COMMENT ON FUNCTION read.seizures_known(date) IS
    'read.seizures as the cables created by a day (in UTC) tell them, with today''s incidents.';

DO $comments$
DECLARE
    view_name text;
    told record;
BEGIN
    FOREACH view_name IN ARRAY ARRAY['seizures', 'seizure_totals', 'eradications'] LOOP
        FOR told IN SELECT * FROM (VALUES
            ('incident_id', 'The incident, as in read.incidents.'),
            ('commodity', 'What was taken, in the codebook''s words: cocaine, marijuana, firearms, grenades, ammunition, cash ...'),
            ('unit', 'What the quantities are counted in: kg (tons, pounds and grams too), ha, l, units, rounds, fields, usd, mxn; null where none is told.'),
            ('quantity_low', 'The least that any mention gives; null where one leaves it open ("less than").'),
            ('quantity', 'The best figure: of a checked report before one read by machine, of the newest cable, exact before compared; null where none is told.'),
            ('quantity_high', 'The greatest that any mention gives; null where one leaves it open ("more than").'),
            ('quantity_range', 'From the least to the greatest, without an end where one is open; null where no figure is told.'),
            ('comparison', 'How the printed figure relates to quantity: > < ~ >= <=; null for a bare figure.'),
            ('as_written', 'The figures in the words of the cables.'),
            ('date_start', 'First day of the interval that the text fixes.'),
            ('date_end', 'Last day of it, included.'),
            ('event_date', 'The same interval as a range; of a total its period.'),
            ('states', 'ISO 3166-2 codes of states (ISO 3166-1 of other countries) where it happened.'),
            ('municipalities', 'INEGI''s codes of the municipalities where it happened.'),
            ('cartels', 'Slugs of the groups involved.'),
            ('agencies', 'Who took it: army, navy, federal-police ...'),
            ('operation', 'Slug of the operation that it belongs to.'),
            ('certain', 'False where every text hedges.'),
            ('asserted_by', 'Who says so, as the texts tell: post, government, press or contact.'),
            ('reference_ids', 'The cables that tell it.'),
            ('sources', 'The same with their paragraphs.'),
            ('report_ids', 'The reports that tell it.'),
            ('tellings', 'Every figure told, the best first: reference_id, report_id, quantity, low, high, comparison, as_written.'),
            ('review_status', 'machine: nobody has checked it; confirmed or corrected: somebody has.'),
            ('first_told', 'Date of the first cable that tells it.'),
            ('last_told', 'Date of the newest.'),
            ('kind', 'seizure or eradication.'),
            ('aggregate', 'True for a total: never add it to others.')
        ) AS c (column_name, words)
        JOIN information_schema.columns i USING (column_name)
        WHERE i.table_schema = 'read' AND i.table_name = view_name
        LOOP
            EXECUTE format('COMMENT ON COLUMN read.%I.%I IS %L', view_name, told.column_name, told.words);
        END LOOP;
    END LOOP;
END
$comments$;
