-- look: where the log ends, and the hash of the event that a reader has come to; null where there is none
SELECT
    h.position,
    h.hash,
    (SELECT e.hash FROM log.events e WHERE e.position = %(position)s) AS hash_here
FROM log.head h;
