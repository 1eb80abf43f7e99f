-- What readers query. Names are stable: columns are only ever added, at the end. The views run with the owner's
-- rights, so that a reader needs no right on the tables behind them. %tables% is read_a or read_b.

CREATE OR REPLACE VIEW read.cables AS
SELECT c.reference_id, c.cable_date, c.released_at, c.recorded_at, c.classification, c.origin, c.subject, c.tags,
       c.reference_ids, c.partial, c.protected_names, c.source, c.source_format, c.document_id, c.position
FROM %tables%.cables c;
COMMENT ON VIEW read.cables IS 'Every cable that was read: its header, and which text of it is of record.';
COMMENT ON COLUMN read.cables.reference_id IS 'Canonical reference ID: two-digit year, post, serial (07MEXICO1068).';
COMMENT ON COLUMN read.cables.cable_date IS 'When the cable was created, in UTC; null where the rendition does not tell.';
COMMENT ON COLUMN read.cables.released_at IS 'When the release published it, in UTC, as the release says.';
COMMENT ON COLUMN read.cables.recorded_at IS 'When the log first recorded it.';
COMMENT ON COLUMN read.cables.classification IS 'Classification, with handling after slashes.';
COMMENT ON COLUMN read.cables.origin IS 'The sending post as the release names it.';
COMMENT ON COLUMN read.cables.subject IS 'Subject line; protected names masked.';
COMMENT ON COLUMN read.cables.tags IS 'TAGS of the header, in its order.';
COMMENT ON COLUMN read.cables.reference_ids IS 'Cables that this one names in its REF block, in order.';
COMMENT ON COLUMN read.cables.partial IS 'Whether the text of record is an extract of the original.';
COMMENT ON COLUMN read.cables.protected_names IS 'How many names are masked in it.';
COMMENT ON COLUMN read.cables.source IS 'Base name of the file that the text of record was read from.';
COMMENT ON COLUMN read.cables.source_format IS 'Format of that file.';
COMMENT ON COLUMN read.cables.document_id IS 'The document that all offsets of this cable''s reports count in.';
COMMENT ON COLUMN read.cables.position IS 'Position in the log of the event that told its present state.';

CREATE OR REPLACE VIEW read.paragraphs AS
SELECT p.reference_id, p.ordinal, p.label, p.marking, p.heading, p.body AS text, p.start_offset, p.end_offset, p.search
FROM %tables%.paragraphs p
JOIN %tables%.cables c USING (document_id);
COMMENT ON VIEW read.paragraphs IS 'Every paragraph of every cable, cleaned of page furniture; protected names masked.';
COMMENT ON COLUMN read.paragraphs.reference_id IS 'The cable.';
COMMENT ON COLUMN read.paragraphs.ordinal IS 'Place in the cable, from 0 (the text before paragraph 1).';
COMMENT ON COLUMN read.paragraphs.label IS 'Number as printed; null where it has none.';
COMMENT ON COLUMN read.paragraphs.marking IS 'Portion marking without brackets (C, SBU, S/NF).';
COMMENT ON COLUMN read.paragraphs.heading IS 'The heading that stands over it.';
COMMENT ON COLUMN read.paragraphs.text IS 'Its words, each run of white space as one space.';
COMMENT ON COLUMN read.paragraphs.start_offset IS 'First character in the document, counted in code points.';
COMMENT ON COLUMN read.paragraphs.end_offset IS 'Past its last character in the document.';
COMMENT ON COLUMN read.paragraphs.search IS 'Its words for full-text search: search @@ websearch_to_tsquery(''simple'', ...).';

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
       r.withdrawn_reason, r.extractor, r.recorded_at, r.position
FROM %tables%.reports r
LEFT JOIN %tables%.cables c USING (reference_id);
COMMENT ON VIEW read.reports IS 'What each cable says of each event, by the codebook; withdrawn ones included.';
COMMENT ON COLUMN read.reports.report_id IS 'Given once and for ever.';
COMMENT ON COLUMN read.reports.incident_id IS 'The real event that it is about, as far as we can tell.';
COMMENT ON COLUMN read.reports.reference_id IS 'The cable that says so.';
COMMENT ON COLUMN read.reports.cable_date IS 'When that cable was created, in UTC.';
COMMENT ON COLUMN read.reports.kind IS 'operation, arrest, seizure, eradication, attack or homicide_count.';
COMMENT ON COLUMN read.reports.subtype IS 'Of an attack: ambush, clash, killing, bombing, grenade, shooting, kidnapping or other.';
COMMENT ON COLUMN read.reports.status IS 'Of an operation: launched, reinforced, planned or ended.';
COMMENT ON COLUMN read.reports.date_start IS 'First day of the smallest interval that the text fixes; null where it fixes none.';
COMMENT ON COLUMN read.reports.date_end IS 'Last day of that interval, included.';
COMMENT ON COLUMN read.reports.event_date IS 'The same interval as a range.';
COMMENT ON COLUMN read.reports.states IS 'ISO 3166-2 codes of states (ISO 3166-1 of other countries) where it happened.';
COMMENT ON COLUMN read.reports.cartels IS 'Slugs of the groups involved.';
COMMENT ON COLUMN read.reports.operation IS 'Slug of the operation that it belongs to.';
COMMENT ON COLUMN read.reports.personnel IS 'People sent, of an operation.';
COMMENT ON COLUMN read.reports.count IS 'How many arrested, kidnapped, or counted as killed.';
COMMENT ON COLUMN read.reports.count_op IS 'How the printed figure relates to count: > < ~ >= <=; null for a bare figure.';
COMMENT ON COLUMN read.reports.victims IS 'Whose deaths a figure counts, when not everybody''s.';
COMMENT ON COLUMN read.reports.persons IS 'Names as printed of those arrested, killed, wounded, kidnapped or targeted.';
COMMENT ON COLUMN read.reports.killed IS 'Killed on all sides; null when not told.';
COMMENT ON COLUMN read.reports.injured IS 'Injured on all sides; null when not told.';
COMMENT ON COLUMN read.reports.items IS 'Goods or crops: what, quantity (a decimal string), unit, op.';
COMMENT ON COLUMN read.reports.certain IS 'False where the text itself hedges.';
COMMENT ON COLUMN read.reports.aggregate IS 'True for a total over a period or many incidents: never add it to incidents.';
COMMENT ON COLUMN read.reports.quote IS 'Up to twelve words to find it by; read the passage before you rely on them.';
COMMENT ON COLUMN read.reports.passage IS 'The whole sentence that tells it in most detail.';
COMMENT ON COLUMN read.reports.places IS 'Where it happened: a list of state and, where told, city.';
COMMENT ON COLUMN read.reports.passage_start IS 'First character of the passage in the document, in code points.';
COMMENT ON COLUMN read.reports.passage_end IS 'Past the last character of the passage.';
COMMENT ON COLUMN read.reports.paragraphs IS 'Labels of the paragraphs that tell it, the most detailed first.';
COMMENT ON COLUMN read.reports.facts IS 'All fields of the codebook as one JSON object.';
COMMENT ON COLUMN read.reports.quote_start IS 'First character of the quote in the document, in code points.';
COMMENT ON COLUMN read.reports.quote_end IS 'Past the last character of the quote.';
COMMENT ON COLUMN read.reports.paragraph_ordinals IS 'The same paragraphs by ordinal.';
COMMENT ON COLUMN read.reports.document_id IS 'The document that the offsets count in.';
COMMENT ON COLUMN read.reports.review_status IS 'machine: nobody has checked it; confirmed or corrected: somebody has.';
COMMENT ON COLUMN read.reports.withdrawn IS 'Whether it no longer stands.';
COMMENT ON COLUMN read.reports.withdrawn_reason IS 'Why it no longer stands.';
COMMENT ON COLUMN read.reports.extractor IS 'Version of the extractor that read it.';
COMMENT ON COLUMN read.reports.recorded_at IS 'When the log first recorded it.';
COMMENT ON COLUMN read.reports.position IS 'Position in the log of the event that told its present state.';

CREATE OR REPLACE VIEW read.incidents AS
SELECT i.incident_id, i.kind, i.facts ->> 'subtype' AS subtype, i.facts ->> 'status' AS status, i.date_start, i.date_end,
       daterange(i.date_start, i.date_end, '[]') AS event_date, i.states, i.facts -> 'places' AS places, i.cartels,
       i.operation, (i.facts ->> 'count')::bigint AS count, i.facts ->> 'count_op' AS count_op,
       ARRAY(SELECT jsonb_array_elements_text(i.facts -> 'persons')) AS persons,
       (i.facts ->> 'killed')::bigint AS killed, (i.facts ->> 'injured')::bigint AS injured, i.facts -> 'items' AS items,
       (i.facts ->> 'certain')::boolean AS certain, i.aggregate, i.reference_ids, i.facts, i.report_ids, i.review_status,
       i.withdrawn
FROM %tables%.incidents i;
COMMENT ON VIEW read.incidents IS 'Real events, each with the reports about it (one each, until reports are merged).';
COMMENT ON COLUMN read.incidents.places IS 'Where it happened: a list of state and, where told, city.';
COMMENT ON COLUMN read.incidents.count IS 'How many arrested, kidnapped, or counted as killed.';
COMMENT ON COLUMN read.incidents.count_op IS 'How the printed figure relates to count: > < ~ >= <=; null for a bare figure.';
COMMENT ON COLUMN read.incidents.persons IS 'Names as printed of those arrested, killed, wounded, kidnapped or targeted.';
COMMENT ON COLUMN read.incidents.killed IS 'Killed on all sides; null when not told.';
COMMENT ON COLUMN read.incidents.injured IS 'Injured on all sides; null when not told.';
COMMENT ON COLUMN read.incidents.items IS 'Goods or crops: what, quantity (a decimal string), unit, op.';
COMMENT ON COLUMN read.incidents.certain IS 'False where the text itself hedges.';
COMMENT ON COLUMN read.incidents.reference_ids IS 'The cables that report it.';
COMMENT ON COLUMN read.incidents.review_status IS 'machine: nobody has checked it; confirmed or corrected: somebody has.';
COMMENT ON COLUMN read.incidents.incident_id IS 'The report id of its earliest report.';
COMMENT ON COLUMN read.incidents.kind IS 'As in read.reports.';
COMMENT ON COLUMN read.incidents.subtype IS 'As in read.reports.';
COMMENT ON COLUMN read.incidents.status IS 'As in read.reports.';
COMMENT ON COLUMN read.incidents.date_start IS 'First day of the interval.';
COMMENT ON COLUMN read.incidents.date_end IS 'Last day of the interval, included.';
COMMENT ON COLUMN read.incidents.event_date IS 'The same interval as a range.';
COMMENT ON COLUMN read.incidents.states IS 'Where it happened: ISO 3166-2 codes (ISO 3166-1 of other countries).';
COMMENT ON COLUMN read.incidents.cartels IS 'Slugs of the groups involved.';
COMMENT ON COLUMN read.incidents.operation IS 'Slug of the operation that it belongs to.';
COMMENT ON COLUMN read.incidents.aggregate IS 'True for a total: never add it to incidents.';
COMMENT ON COLUMN read.incidents.facts IS 'All fields of the codebook as one JSON object.';
COMMENT ON COLUMN read.incidents.report_ids IS 'The reports about it.';
COMMENT ON COLUMN read.incidents.withdrawn IS 'Whether none of its reports stands any more.';

CREATE OR REPLACE VIEW read.cartels AS
SELECT coalesce(r.slug, c.slug) AS slug,
       coalesce(r.name, initcap(replace(c.slug, '-', ' '))) AS name,
       coalesce(r.aliases, '{}') AS aliases,
       coalesce(c.reports, 0) AS reports, coalesce(c.cables, 0) AS cables, coalesce(c.incidents, 0) AS incidents,
       c.first_event, c.last_event, coalesce(c.states, '{}') AS states
FROM (SELECT * FROM %tables%.registers WHERE register = 'cartel') AS r
FULL JOIN %tables%.cartels c ON c.slug = r.slug;
COMMENT ON VIEW read.cartels IS 'Every group that the register knows or a report names, as the reports that stand tell.';
COMMENT ON COLUMN read.cartels.slug IS 'The group''s identity.';
COMMENT ON COLUMN read.cartels.name IS 'Its name; made from the slug where the register does not know it.';
COMMENT ON COLUMN read.cartels.aliases IS 'Other names that cables give it.';
COMMENT ON COLUMN read.cartels.reports IS 'Reports that name it.';
COMMENT ON COLUMN read.cartels.cables IS 'Cables with such reports.';
COMMENT ON COLUMN read.cartels.incidents IS 'Incidents among them: totals over periods left out.';
COMMENT ON COLUMN read.cartels.first_event IS 'First day of the earliest incident.';
COMMENT ON COLUMN read.cartels.last_event IS 'Last day of the latest incident.';
COMMENT ON COLUMN read.cartels.states IS 'States of its reports.';

CREATE OR REPLACE VIEW read.operations AS
SELECT coalesce(r.slug, o.slug) AS slug, coalesce(r.name, o.name) AS name, coalesce(r.aliases, '{}') AS aliases,
       o.status, o.status_as_of, o.launched, coalesce(o.states, r.states) AS states, o.personnel,
       coalesce(o.reports, 0) AS reports, coalesce(o.cables, 0) AS cables
FROM (SELECT * FROM %tables%.registers WHERE register = 'operation') AS r
FULL JOIN %tables%.operations o ON o.slug = r.slug;
COMMENT ON VIEW read.operations IS 'Every operation that the register knows or a report tells of, as last reported.';
COMMENT ON COLUMN read.operations.slug IS 'The operation''s identity; of an unnamed one its states and year.';
COMMENT ON COLUMN read.operations.name IS 'Its canonical name.';
COMMENT ON COLUMN read.operations.aliases IS 'Other names that cables give it.';
COMMENT ON COLUMN read.operations.status IS 'What the newest cable that tells its status says: planned, launched, reinforced or ended.';
COMMENT ON COLUMN read.operations.status_as_of IS 'Date of that cable.';
COMMENT ON COLUMN read.operations.launched IS 'First day that a report gives for its launch.';
COMMENT ON COLUMN read.operations.states IS 'States that it covers.';
COMMENT ON COLUMN read.operations.personnel IS 'People sent at the launch, as the newest cable tells.';
COMMENT ON COLUMN read.operations.reports IS 'Reports of it and of its results.';
COMMENT ON COLUMN read.operations.cables IS 'Cables with such reports.';

CREATE OR REPLACE VIEW read.developments AS
SELECT d.development_id, d.position, d.log_hash, d.kind, d.published_at, d.updated_at, d.reference_id, c.cable_date,
       d.incident_id, CASE WHEN cardinality(d.report_ids) = 1 THEN d.report_ids[1] END AS report_id, d.report_ids,
       told.facts ->> 'kind' AS report_kind, d.cartels, d.operations, d.states, told.facts,
       CASE WHEN jsonb_array_length(d.after) > 0 THEN d.before -> 0 END AS facts_before, d.after AS all_facts, d.reason,
       'machine'::text AS review_status, standing.withdrawn, standing.withdrawn_reason, d.amended_by AS corrected_by
FROM %tables%.developments d
LEFT JOIN %tables%.cables c USING (reference_id)
CROSS JOIN LATERAL (SELECT coalesce(d.after -> 0, d.before -> 0) AS facts) AS told
CROSS JOIN LATERAL (
    -- What it told no longer stands once every report that it told of is withdrawn.
    SELECT coalesce(bool_and(r.withdrawn), false) AS withdrawn,
           CASE WHEN bool_and(r.withdrawn) THEN max(r.withdrawn_reason) END AS withdrawn_reason
    FROM %tables%.reports r
    WHERE r.report_id = ANY (d.report_ids)
) AS standing;
COMMENT ON VIEW read.developments IS 'What readers of the feeds are told, in the order in which it was recorded.';
COMMENT ON COLUMN read.developments.development_id IS 'Given once and for ever: the entry''s id.';
COMMENT ON COLUMN read.developments.position IS 'Position in the log of the event that recorded it.';
COMMENT ON COLUMN read.developments.log_hash IS 'Hash of the log at that position, in hex.';
COMMENT ON COLUMN read.developments.kind IS
    'new-incident, operation-status, figures-published, figure-changed, corrected or retracted.';
COMMENT ON COLUMN read.developments.published_at IS 'When it was recorded, and so first told.';
COMMENT ON COLUMN read.developments.updated_at IS 'When what it says last changed in substance.';
COMMENT ON COLUMN read.developments.reference_id IS 'The cable that caused it.';
COMMENT ON COLUMN read.developments.cable_date IS 'When that cable was created, in UTC.';
COMMENT ON COLUMN read.developments.incident_id IS 'The incident that it is about.';
COMMENT ON COLUMN read.developments.report_id IS 'The report that it tells, where it is one.';
COMMENT ON COLUMN read.developments.report_ids IS 'The reports that it tells.';
COMMENT ON COLUMN read.developments.report_kind IS 'The kind of event that it is about, as in read.reports.';
COMMENT ON COLUMN read.developments.cartels IS 'Slugs of the groups that it names or named.';
COMMENT ON COLUMN read.developments.operations IS 'Slugs of the operations that it is about.';
COMMENT ON COLUMN read.developments.states IS 'Codes of the states that it is about.';
COMMENT ON COLUMN read.developments.facts IS
    'What is reported now, or was reported last where it is retracted: facts as in read.reports; the first of several.';
COMMENT ON COLUMN read.developments.facts_before IS 'What was reported before, where that changed.';
COMMENT ON COLUMN read.developments.all_facts IS 'All that is reported now, where it tells several figures.';
COMMENT ON COLUMN read.developments.reason IS 'Why it changed.';
COMMENT ON COLUMN read.developments.review_status IS 'machine: nobody has checked it; confirmed or corrected: somebody has.';
COMMENT ON COLUMN read.developments.withdrawn IS 'Whether none of the reports that it tells stands any more.';
COMMENT ON COLUMN read.developments.withdrawn_reason IS 'Why they no longer stand.';
COMMENT ON COLUMN read.developments.corrected_by IS 'A later development that corrects or retracts what this one told.';
