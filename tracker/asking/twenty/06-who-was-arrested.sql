-- Who was arrested, with which group does the cable link them, and which sentence says so?
SELECT event_date, persons, count_op, count, cartels, certain, review_status, reference_id, paragraphs, passage
FROM read.reports
WHERE kind = 'arrest' AND NOT aggregate AND NOT withdrawn
ORDER BY date_start, report_id;
