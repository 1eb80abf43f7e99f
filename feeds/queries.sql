-- developments: all news, in the order of the log
SELECT development_id, position, log_hash, kind, published_at, updated_at, report_ids, incident_id, reference_id,
       cable_date, coalesce(cartels, '{}') AS cartels, coalesce(operations, '{}') AS operations,
       coalesce(states, '{}') AS states, report_kind, facts, facts_before, coalesce(all_facts, '[]') AS all_facts, reason,
       review_status, withdrawn, withdrawn_reason, corrected_by, known, quiet, summary_id
  FROM read.developments
 WHERE kind NOT IN ('read-again', 'backfilled')
 ORDER BY published_at, development_id;

-- summaries: what readers are told in sum, in the order of the log
SELECT development_id, position, log_hash, kind, published_at, updated_at, extractor
  FROM read.developments
 WHERE kind IN ('read-again', 'backfilled')
 ORDER BY published_at, development_id;

-- cartels: the groups as they stand
SELECT slug, name, coalesce(aliases, '{}') AS aliases, reports, cables, incidents, first_event, last_event,
       coalesce(states, '{}') AS states
  FROM read.cartels
 ORDER BY slug COLLATE "C";

-- operations: the operations as last reported
SELECT slug, name, coalesce(aliases, '{}') AS aliases, status, status_as_of, launched,
       coalesce(states, '{}') AS states, personnel, reports, cables
  FROM read.operations
 ORDER BY slug COLLATE "C";

-- incidents: every incident, those withdrawn too, whose pages stay
SELECT incident_id, kind, subtype, status, date_start, date_end, coalesce(states, '{}') AS states,
       coalesce(cartels, '{}') AS cartels, operation, facts, coalesce(report_ids, '{}') AS report_ids, review_status,
       withdrawn
  FROM read.incidents
 ORDER BY incident_id;

-- reports: every report, those withdrawn too
SELECT report_id, incident_id, reference_id, cable_date, facts, quote_start, quote_end,
       coalesce(paragraph_ordinals, '{}') AS paragraph_ordinals, review_status, withdrawn, withdrawn_reason, extractor,
       recorded_at, position
  FROM read.reports
 ORDER BY position, report_id;

-- cables: the headers of all cables
SELECT reference_id, position, cable_date, released_at, recorded_at, classification, origin, subject,
       coalesce(tags, '{}') AS tags, coalesce(reference_ids, '{}') AS reference_ids, partial
  FROM read.cables
 ORDER BY reference_id COLLATE "C";

-- paragraphs: the paragraphs of some cables, in the order of their documents
SELECT reference_id, ordinal, label, marking, heading, text
  FROM read.paragraphs
 WHERE reference_id = ANY (:reference_ids)
 ORDER BY reference_id COLLATE "C", ordinal;
