-- How do the operations stand, as last reported?
SELECT name, status, status_as_of::date, launched, personnel, states, cables
FROM read.operations
WHERE reports > 0
ORDER BY launched, slug;
