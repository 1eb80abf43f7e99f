-- upsert: which sources have each cable of the batch no more, by what they told last
INSERT INTO cable_withdrawals (reference_id, source, withdrawn_at, position)
SELECT DISTINCT ON (b.stream, b.body ->> 'source')
    b.body ->> 'reference_id', b.body ->> 'source',
    CASE b.type WHEN 'CableWithdrawn' THEN b.recorded_at END, b.position
FROM batch b
ORDER BY b.stream, b.body ->> 'source', b.position DESC
ON CONFLICT (reference_id, source) DO UPDATE
SET withdrawn_at = excluded.withdrawn_at, position = excluded.position;
