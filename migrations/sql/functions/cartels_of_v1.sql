-- THE rule by which whole report rows make groups: all reports of each incident among them. Run once in each set of read
-- tables, without a search path of its own.
CREATE FUNCTION cartels_of(told reports[])
RETURNS SETOF cartels
LANGUAGE sql
STABLE
AS $$
    SELECT c.* FROM cartels_among(ARRAY(SELECT i FROM cartel_incidents_of(told) AS i)) AS c
$$;
