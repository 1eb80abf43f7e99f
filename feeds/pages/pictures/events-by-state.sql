-- Events by state
-- Each incident once in every state that it happened in; totals over periods are left out.
SELECT code AS state, 'incidents' AS counted, incidents AS events
FROM read.states
WHERE inegi_code IS NOT NULL
ORDER BY state;
