-- The parts of a person's name, in the order printed, by which names are held together: without accents, case, particles,
-- initials and what stands in quotes; -ez and -es are one. Reads the particles of the registers.
CREATE FUNCTION name_tokens(name text)
RETURNS text[]
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(array_agg(translate(t.token, 'z', 's') ORDER BY t.nth), '{}')
    FROM string_to_table(slug_of(name), '-') WITH ORDINALITY AS t (token, nth)
    WHERE length(t.token) > 1
      AND NOT EXISTS (
          SELECT FROM registers w
          WHERE w.register = 'person-words' AND w.slug = 'particles' AND t.token = ANY (w.aliases)
      )
$$;
