-- Who leads each group, or belongs to it, and what became of them, by whose word?
-- As last reported: a person of whom nothing was told since is not therefore at large.
SELECT cartel, role, name, aliases, status, status_certain, status_date, disputed, status_asserted_by, status_reference_id
FROM read.cartel_people
ORDER BY cartel, role, name, slug;
