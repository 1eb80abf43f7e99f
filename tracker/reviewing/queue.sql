-- waiting: reports that ask to be checked, those that ask most first
SELECT r.report_id, r.reference_id, r.cable_date, r.recorded_at, r.kind, asks.need, asks.doubts
FROM read.reports r
LEFT JOIN read.rereadings reread USING (report_id)
CROSS JOIN LATERAL (
    SELECT array_remove(ARRAY[
        CASE WHEN r.date_start IS NULL THEN 'no date' END,
        CASE WHEN r.states = '{}' THEN 'no place' END,
        CASE WHEN NOT coalesce((r.facts ->> 'certain')::boolean, true) THEN 'the text hedges' END,
        CASE WHEN r.kind = 'arrest' AND r.facts ->> 'count' IS NULL AND jsonb_array_length(r.facts -> 'persons') = 0
             THEN 'nobody is counted or named' END,
        CASE WHEN r.kind IN ('seizure', 'eradication') AND jsonb_array_length(r.facts -> 'items') = 0
             THEN 'no goods' END,
        CASE WHEN r.kind IN ('attack', 'harm') AND r.facts ->> 'killed' IS NULL AND r.facts ->> 'injured' IS NULL
                  AND r.facts ->> 'count' IS NULL THEN 'no figure' END,
        CASE WHEN r.kind = 'homicide_count' AND r.facts ->> 'count' IS NULL THEN 'no figure' END
    ], NULL) AS doubts
) AS d
CROSS JOIN LATERAL (
    SELECT CASE
               WHEN reread.fields IS NOT NULL THEN 'reread'
               WHEN EXISTS (SELECT FROM read.disagreements told WHERE told.report_id = r.report_id) THEN 'disputed'
               WHEN cardinality(d.doubts) > 0 THEN 'unsure'
               ELSE 'new'
           END AS need,
           CASE WHEN reread.fields IS NULL THEN d.doubts ELSE reread.fields END AS doubts
) AS asks
WHERE NOT r.withdrawn
  -- Of what is withheld nothing is told.
  AND r.facts ? 'kind'
  AND (r.review_status = 'machine' OR reread.report_id IS NOT NULL)
  AND (%(kind)s::text IS NULL OR r.kind = %(kind)s)
  AND (%(reference_id)s::text IS NULL OR r.reference_id = %(reference_id)s)
  AND (%(cartel)s::text IS NULL OR r.cartels @> ARRAY[%(cartel)s::text])
  AND (%(state)s::text IS NULL OR r.states @> ARRAY[%(state)s::text])
  AND (%(since)s::date IS NULL OR r.recorded_at >= %(since)s::date::timestamp AT TIME ZONE 'UTC')
ORDER BY array_position(ARRAY['reread', 'disputed', 'unsure', 'new'], asks.need),
         CASE WHEN asks.need = 'unsure' THEN (%(precisions)s::jsonb ->> r.kind)::numeric END,
         r.recorded_at DESC, r.cable_date DESC, r.reference_id COLLATE "C", r.quote_start, r.report_id
LIMIT %(limit)s;
