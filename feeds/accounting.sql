-- developments: how entries stand now
SELECT d.development_id, d.kind, d.position, d.log_hash, d.published_at, d.updated_at, d.withdrawn
FROM read.developments d
WHERE d.development_id = ANY (:keys);
