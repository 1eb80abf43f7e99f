-- Columns that tell more than the codebook's fields. The views run with the owner's rights; %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.reports AS
SELECT r.report_id, r.report_id AS incident_id, r.reference_id, c.cable_date, r.kind,
       r.facts ->> 'subtype' AS subtype, r.facts ->> 'status' AS status,
       r.date_start, r.date_end, daterange(r.date_start, r.date_end, '[]') AS event_date,
       r.states, r.cartels, r.operation,
       (r.facts ->> 'personnel')::bigint AS personnel, (r.facts ->> 'count')::bigint AS count,
       r.facts ->> 'count_op' AS count_op, r.facts ->> 'victims' AS victims,
       ARRAY(SELECT jsonb_array_elements_text(r.facts -> 'persons')) AS persons,
       (r.facts ->> 'killed')::bigint AS killed, (r.facts ->> 'injured')::bigint AS injured,
       r.facts -> 'items' AS items, (r.facts ->> 'certain')::boolean AS certain, r.aggregate,
       r.facts ->> 'quote' AS quote, ARRAY(SELECT jsonb_array_elements_text(r.facts -> 'paragraphs')) AS paragraphs,
       r.facts ->> 'passage' AS passage, r.facts -> 'places' AS places,
       r.facts, r.quote_start, r.quote_end, r.passage_start, r.passage_end, r.paragraph_ordinals, r.document_id, r.review_status, r.withdrawn,
       r.withdrawn_reason, r.extractor, r.recorded_at, r.position,
       r.facts ->> 'date_precision' AS date_precision, r.facts ->> 'place_precision' AS place_precision,
       coalesce(r.facts -> 'people', '[]') AS people, coalesce(r.facts -> 'groups', '[]') AS groups,
       coalesce(r.facts -> 'forces', '[]') AS forces, coalesce(r.facts -> 'figures', '[]') AS figures,
       coalesce(jsonb_path_query_array(r.facts, '$.figures[*] ? (@.measure == "killed" || @.measure == "injured")'), '[]')
           AS casualties,
       ARRAY(
           SELECT DISTINCT assertion ->> 'by' COLLATE "C"
           FROM jsonb_array_elements(r.facts -> 'assertions') AS a (assertion)
           ORDER BY 1
       ) AS asserted_by,
       r.facts ->> 'objective' AS objective,
       coalesce(r.facts -> 'assertions', '[]') AS assertions,
       ARRAY(SELECT jsonb_array_elements_text(r.facts -> 'hedges')) AS hedges,
       coalesce(r.facts -> 'dates', '[]') AS dates, coalesce(r.facts -> 'told_places', '[]') AS told_places,
       (
           SELECT o.report_id
           FROM %tables%.reports o
           WHERE o.document_id = r.document_id
             AND o.kind = 'operation'
             AND o.quote_start = (r.facts #>> '{result_of,0}')::integer
             AND o.quote_end = (r.facts #>> '{result_of,1}')::integer
             AND NOT o.withdrawn
           ORDER BY o.report_id
           LIMIT 1
       ) AS result_of
FROM %tables%.reports r
LEFT JOIN %tables%.cables c USING (reference_id);
COMMENT ON COLUMN read.reports.date_precision IS 'How exactly the text fixes the date: day, week, part-of-month, month, year or period.';
COMMENT ON COLUMN read.reports.place_precision IS 'How exactly the text fixes the place, by its least exact one: city, state or country.';
COMMENT ON COLUMN read.reports.people IS 'Persons with a part in it: name, role, aliases, position as told, and the number of the mention.';
COMMENT ON COLUMN read.reports.groups IS 'Groups with a part in it: slug, role, the words that name it, and the number of the mention.';
COMMENT ON COLUMN read.reports.forces IS 'Forces of the state that took part: agency, the words that name it, and the number of the mention.';
COMMENT ON COLUMN read.reports.figures IS 'Every figure as written: measure, words, value, low, high, comparison, category, side, what, unit, part, mention.';
COMMENT ON COLUMN read.reports.casualties IS 'Those of the figures that count killed and injured; one with part counts some of those of another: never add it.';
COMMENT ON COLUMN read.reports.asserted_by IS 'Who says so, as the text tells: post, government, press or contact; empty where none is told.';
COMMENT ON COLUMN read.reports.objective IS 'What an operation is for, in the words of the cable.';
COMMENT ON COLUMN read.reports.kind IS 'operation, arrest, seizure, eradication, attack, homicide_count, or harm: by the security forces to bystanders, which the codebook leaves out.';
COMMENT ON COLUMN read.reports.assertions IS 'The same with the words that tell it and the number of the mention.';
COMMENT ON COLUMN read.reports.hedges IS 'The words by which the text hedges.';
COMMENT ON COLUMN read.reports.dates IS 'The date that each mention gives, with the words; inherited where other sentences tell it.';
COMMENT ON COLUMN read.reports.told_places IS 'The places that each mention gives, with the words; inherited where other sentences tell them.';
COMMENT ON COLUMN read.reports.result_of IS 'The report of the operation in the same cable whose result this is.';

CREATE OR REPLACE VIEW read.incidents AS
SELECT i.incident_id, i.kind, i.facts ->> 'subtype' AS subtype, i.facts ->> 'status' AS status, i.date_start, i.date_end,
       daterange(i.date_start, i.date_end, '[]') AS event_date, i.states, i.facts -> 'places' AS places, i.cartels,
       i.operation, (i.facts ->> 'count')::bigint AS count, i.facts ->> 'count_op' AS count_op,
       ARRAY(SELECT jsonb_array_elements_text(i.facts -> 'persons')) AS persons,
       (i.facts ->> 'killed')::bigint AS killed, (i.facts ->> 'injured')::bigint AS injured, i.facts -> 'items' AS items,
       (i.facts ->> 'certain')::boolean AS certain, i.aggregate, i.reference_ids, i.facts, i.report_ids, i.review_status,
       i.withdrawn,
       i.facts ->> 'date_precision' AS date_precision, i.facts ->> 'place_precision' AS place_precision,
       coalesce(i.facts -> 'people', '[]') AS people, coalesce(i.facts -> 'groups', '[]') AS groups,
       coalesce(i.facts -> 'forces', '[]') AS forces, coalesce(i.facts -> 'figures', '[]') AS figures,
       coalesce(jsonb_path_query_array(i.facts, '$.figures[*] ? (@.measure == "killed" || @.measure == "injured")'), '[]')
           AS casualties,
       ARRAY(
           SELECT DISTINCT assertion ->> 'by' COLLATE "C"
           FROM jsonb_array_elements(i.facts -> 'assertions') AS a (assertion)
           ORDER BY 1
       ) AS asserted_by,
       i.facts ->> 'objective' AS objective
FROM %tables%.incidents i;
COMMENT ON COLUMN read.incidents.date_precision IS 'How exactly the text fixes the date: day, week, part-of-month, month, year or period.';
COMMENT ON COLUMN read.incidents.place_precision IS 'How exactly the text fixes the place, by its least exact one: city, state or country.';
COMMENT ON COLUMN read.incidents.people IS 'Persons with a part in it: name, role, aliases, position as told, and the number of the mention.';
COMMENT ON COLUMN read.incidents.groups IS 'Groups with a part in it: slug, role, the words that name it, and the number of the mention.';
COMMENT ON COLUMN read.incidents.forces IS 'Forces of the state that took part: agency, the words that name it, and the number of the mention.';
COMMENT ON COLUMN read.incidents.figures IS 'Every figure as written: measure, words, value, low, high, comparison, category, side, what, unit, part, mention.';
COMMENT ON COLUMN read.incidents.casualties IS 'Those of the figures that count killed and injured; one with part counts some of those of another: never add it.';
COMMENT ON COLUMN read.incidents.asserted_by IS 'Who says so, as the text tells: post, government, press or contact; empty where none is told.';
COMMENT ON COLUMN read.incidents.objective IS 'What an operation is for, in the words of the cable.';
