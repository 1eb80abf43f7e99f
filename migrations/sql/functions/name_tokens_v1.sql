-- The parts of a person's name by which names are held together, of its slug and in that order: without particles and
-- initials, and spelt as they sound where cables waver (-ez and -es, Genaro and Jenaro, Villareal and Villarreal). Reads the
-- particles of the registers.
CREATE FUNCTION name_tokens(slug text)
RETURNS text[]
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(
        array_agg(
            regexp_replace(regexp_replace(translate(t.token, 'z', 's'), 'g([ei])', 'j\1', 'g'), '(.)\1+', '\1', 'g')
            ORDER BY t.nth
        ),
        '{}'
    )
    FROM string_to_table(name_tokens.slug, '-') WITH ORDINALITY AS t (token, nth)
    WHERE length(t.token) > 1
      AND NOT EXISTS (
          SELECT FROM registers w
          WHERE w.register = 'person-words' AND w.slug = 'particles' AND t.token = ANY (w.aliases)
      )
$$;
