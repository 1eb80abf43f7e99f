-- texts: the telegram of record of each of these cables, the last of its texts; by an array, so that no others are read
SELECT documents.reference_id, string_agg(parts.words, '' ORDER BY parts.ordinal) AS words
FROM log.documents AS documents
JOIN log.document_parts AS parts USING (document_id)
WHERE documents.reference_id = ANY (CAST(:reference_ids AS text[]))
  AND parts.document_id = ANY (
      ARRAY(
          SELECT own.document_id
          FROM log.documents AS own
          WHERE own.reference_id = ANY (CAST(:reference_ids AS text[]))
      )
  )
  AND parts.start_offset IS NOT NULL
  AND documents.ordinal = (
      SELECT max(newer.ordinal) FROM log.documents AS newer WHERE newer.reference_id = documents.reference_id
  )
GROUP BY documents.reference_id
ORDER BY documents.reference_id;
