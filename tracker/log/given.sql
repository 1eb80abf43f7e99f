-- given: what the events of some cables tell of the renditions that sources gave; none of an erased one
SELECT e.stream, e.type, e.body IS NULL AS blank, told.source, told.sha256, told.extractor, told.protected_names
FROM log.events e
LEFT JOIN LATERAL jsonb_to_record(e.body)
    AS told (source text, sha256 text, extractor text, protected_names integer) ON true
WHERE e.stream = ANY (CAST(:streams AS text[]))
ORDER BY e.stream, e.version;
