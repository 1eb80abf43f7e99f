-- Who of the Gulf Cartel and its Zetas was arrested, when, and by whom?
-- `by_whom` has the forces that the cable names; `asserted_by` says whose word it is, as far as the text tells.
SELECT event_date, states, persons, count, cartels,
       ARRAY(SELECT DISTINCT force ->> 'words' FROM jsonb_array_elements(forces) AS force ORDER BY 1) AS by_whom,
       asserted_by, certain, review_status, reference_id, paragraphs, passage
FROM read.reports
WHERE kind = 'arrest' AND cartels && '{gulf,zetas}' AND NOT aggregate AND NOT withdrawn
ORDER BY date_start, report_id;
