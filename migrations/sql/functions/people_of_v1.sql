-- THE rule by which whole report rows make people. Run once in each set of read tables, without a search path of its own.
CREATE FUNCTION people_of(told reports[])
RETURNS SETOF people
LANGUAGE sql
STABLE
AS $$
    SELECT p.* FROM people_among(ARRAY(SELECT m FROM person_mentions_of(told) AS m)) AS p
$$;
