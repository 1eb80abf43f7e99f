-- new_event_type: the object id of the type that events are given as
SELECT 'log.new_event'::regtype::oid::bigint AS type_id;

-- erase: append the event of an erasure and carry it out; returns its position
SELECT log.erase_v1((%(events)b::log.new_event[])[1], %(salts)s::bytea[]) AS position;

-- newest_before: the newest version that streams had before a position
SELECT s.stream, coalesce((
    SELECT max(e.version) FROM log.events e WHERE e.stream = s.stream AND e.position < %(position)s
), 0) AS version
FROM unnest(%(streams)s::text[]) AS s (stream);

-- developments_about: where developments tell of a report
SELECT e.position
FROM log.events e
WHERE e.type = 'DevelopmentRecorded'
  AND (
      e.body -> 'after' @> %(statement)s OR e.body -> 'before' @> %(statement)s OR e.body -> 'known' @> %(statement)s
  )
ORDER BY e.position;
