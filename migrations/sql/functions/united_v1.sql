-- The connected parts of the members 1 to n: two with a tie in common are in one part, named by its smallest member. The
-- arrays are rows of member and tie; the answer holds the part of each member.
CREATE FUNCTION united(members integer[], ties text[])
RETURNS integer[]
LANGUAGE plpgsql
IMMUTABLE
AS $$
DECLARE
    part integer[] := ARRAY(SELECT generate_series(1, (SELECT max(m) FROM unnest(members) AS m)));
    pair record;
    one integer;
    other integer;
BEGIN
    FOR pair IN
        SELECT t.member, min(t.member) OVER (PARTITION BY t.tie COLLATE "C") AS smallest
        FROM unnest(members, ties) AS t (member, tie)
    LOOP
        one := pair.member;
        other := pair.smallest;
        WHILE part[one] <> one LOOP
            part[one] := part[part[one]];
            one := part[one];
        END LOOP;
        WHILE part[other] <> other LOOP
            part[other] := part[part[other]];
            other := part[other];
        END LOOP;
        part[greatest(one, other)] := least(one, other);
    END LOOP;
    -- A smaller member is never behind a greater one, so that each already knows the name of its part.
    FOR one IN 1 .. coalesce(cardinality(part), 0) LOOP
        part[one] := part[part[one]];
    END LOOP;
    RETURN part;
END
$$;
