-- What forces come to in all, where a passage tells that beside those that are added ("bringing the total to 9,000"). Null of
-- a number that no forces have, such as two that ran together in print. Run once in each set of read tables.
CREATE OR REPLACE FUNCTION total_told(passage text)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT replace(substring(
        passage
        FROM '(?i)\m(?:bring\w*|brought|rais\w+|swell\w*|increas\w+|total\w*)\M[^.;]{0,60}?\m(?:to|of) (?:(?:about|some|nearly|almost|over|around|more than|at least) )?([1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}|[1-9][0-9]{2,8})\M(?!,?[0-9])'
    ), ',', '')::bigint
$$;
