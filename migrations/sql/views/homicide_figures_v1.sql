-- Published figures of killings. The views run with the owner's rights; %tables% is read_a or read_b.

CREATE VIEW read.homicide_figures AS
SELECT f.*
FROM %tables%.homicide_figures f;
COMMENT ON VIEW read.homicide_figures IS
    'Published figures of killings for a period and place, a row per figure that a cable tells, those of one statistic side by side. Never add them to incidents.';
COMMENT ON COLUMN read.homicide_figures.report_id IS 'The report that tells it.';
COMMENT ON COLUMN read.homicide_figures.statistic IS 'What it is a figure of: place, period and victims; figures with the same one can be compared.';
COMMENT ON COLUMN read.homicide_figures.incident_id IS 'As in read.reports.';
COMMENT ON COLUMN read.homicide_figures.reference_id IS 'The cable that tells it.';
COMMENT ON COLUMN read.homicide_figures.cable_date IS 'When that cable was created, in UTC.';
COMMENT ON COLUMN read.homicide_figures.period IS 'The days that it counts; null where the text fixes none.';
COMMENT ON COLUMN read.homicide_figures.period_start IS 'The first of them.';
COMMENT ON COLUMN read.homicide_figures.period_end IS 'The last of them, included.';
COMMENT ON COLUMN read.homicide_figures.period_precision IS 'day, week, part-of-month, month, year or period.';
COMMENT ON COLUMN read.homicide_figures.states IS 'ISO 3166-2 codes of states that it counts (ISO 3166-1 of countries; MX is the whole of Mexico).';
COMMENT ON COLUMN read.homicide_figures.municipalities IS 'INEGI''s codes of the municipalities that it counts.';
COMMENT ON COLUMN read.homicide_figures.places IS 'The places as a list of state and, where told, city.';
COMMENT ON COLUMN read.homicide_figures.victims IS 'Whose deaths are counted; null: everybody''s.';
COMMENT ON COLUMN read.homicide_figures.count IS 'The figure.';
COMMENT ON COLUMN read.homicide_figures.count_op IS 'How the printed figure relates to count: > < ~ >= <=; null for a bare figure.';
COMMENT ON COLUMN read.homicide_figures.count_range IS 'What the printed figure allows, without an end where it is open.';
COMMENT ON COLUMN read.homicide_figures.as_written IS 'The figure in the words of the cable.';
COMMENT ON COLUMN read.homicide_figures.asserted_by IS 'Who says so, as the text tells: post, government, press or contact; empty where none is told.';
COMMENT ON COLUMN read.homicide_figures.cartels IS 'Slugs of the groups to which the deaths are put down.';
COMMENT ON COLUMN read.homicide_figures.certain IS 'False where the text itself hedges.';
COMMENT ON COLUMN read.homicide_figures.paragraphs IS 'Labels of the paragraphs that tell it.';
COMMENT ON COLUMN read.homicide_figures.quote IS 'Up to twelve words to find it by.';
COMMENT ON COLUMN read.homicide_figures.review_status IS 'machine: nobody has checked it; confirmed or corrected: somebody has.';
COMMENT ON COLUMN read.homicide_figures.latest IS 'Whether it is the statistic''s newest figure; of one cable''s a checked, then an exact one.';
COMMENT ON COLUMN read.homicide_figures.cables IS 'How many cables tell the statistic.';
COMMENT ON COLUMN read.homicide_figures.told_range IS 'From the least to the greatest figure told of the statistic.';
COMMENT ON COLUMN read.homicide_figures.differs IS 'Whether figures told of the statistic cannot all be true; one told as "about" fits all within a tenth of it.';
COMMENT ON COLUMN read.homicide_figures.previous_count IS 'The figure told of the statistic before this one.';
COMMENT ON COLUMN read.homicide_figures.previous_reference_id IS 'The cable that told that one.';

CREATE FUNCTION read.homicide_figures_at("position" bigint)
RETURNS SETOF read.homicide_figures
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT f.*
FROM homicide_figures_of(ARRAY(
    SELECT t FROM reports_at(homicide_figures_at.position) AS t WHERE t.kind = 'homicide_count'
)) AS f
$$;
COMMENT ON FUNCTION read.homicide_figures_at(bigint) IS
    'read.homicide_figures as today''s rules make them of the log up to a position.';

CREATE FUNCTION read.homicide_figures_known(known date)
RETURNS SETOF read.homicide_figures
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = %tables%, pg_temp
AS $$
SELECT f.*
FROM homicide_figures_of(ARRAY(
    SELECT t FROM reports_known(homicide_figures_known.known) AS t WHERE t.kind = 'homicide_count'
)) AS f
$$;
COMMENT ON FUNCTION read.homicide_figures_known(date) IS
    'read.homicide_figures as the cables created by a day (in UTC) tell them.';
