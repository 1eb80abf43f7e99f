-- How many troops and police were sent to each operation, first and since?
-- `counts_now` tells which figures make up the number now: reinforcements are added, a total told later replaces them.
SELECT o.name, o.personnel_now, o.personnel_now_range, told ->> 'told_on' AS told_on, told ->> 'part' AS part,
       (told ->> 'people')::numeric AS people, (told ->> 'counts_now')::boolean AS counts_now
FROM read.operations o
CROSS JOIN jsonb_array_elements(o.personnel_told) AS told
ORDER BY o.slug, told_on, part;
