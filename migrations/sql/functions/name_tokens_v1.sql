-- The parts of a person's name, in the order printed, by which names are held together: without accents, case, particles,
-- initials and what stands in quotes, and spelt as they sound where cables waver (-ez and -es, Genaro and Jenaro, Villareal
-- and Villarreal). Reads the particles of the registers.
CREATE FUNCTION name_tokens(name text)
RETURNS text[]
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(
        array_agg(regexp_replace(regexp_replace(translate(t.token, 'z', 's'), 'g([ei])', 'j\1', 'g'), '(.)\1+', '\1', 'g') ORDER BY t.nth),
        '{}'
    )
    FROM string_to_table(slug_of(name), '-') WITH ORDINALITY AS t (token, nth)
    WHERE length(t.token) > 1
      AND NOT EXISTS (
          SELECT FROM registers w
          WHERE w.register = 'person-words' AND w.slug = 'particles' AND t.token = ANY (w.aliases)
      )
$$;
