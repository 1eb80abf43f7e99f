-- How exactly an interval of days is fixed: the rule of `tracker.details.DateInterval.precision`; a test holds the two
-- together.
CREATE FUNCTION log.date_precision_v1(first_day date, last_day date)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN last_day = first_day THEN 'day'
        WHEN last_day = first_day + 6 THEN 'week'
        WHEN date_trunc('month', first_day) = date_trunc('month', last_day) THEN CASE
            (extract(day FROM first_day)::integer || '-' || extract(day FROM last_day + 1)::integer)
            WHEN '1-1' THEN 'month'
            WHEN '1-11' THEN 'part-of-month'
            WHEN '11-21' THEN 'part-of-month'
            WHEN '21-1' THEN 'part-of-month'
            ELSE 'period'
        END
        WHEN to_char(first_day, 'MM-DD') = '01-01' AND to_char(last_day, 'MM-DD') = '12-31'
             AND extract(year FROM first_day) = extract(year FROM last_day) THEN 'year'
        ELSE 'period'
    END
$$;
