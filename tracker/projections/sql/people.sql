-- decided: the reports that name those whom people joined or parted, or do no longer
INSERT INTO touched_reports (report_id)
SELECT named.report_id
FROM batch b
JOIN decisions d ON d.decision_id IN ((b.body #>> '{decision,decision_id}')::uuid, (b.body ->> 'undone')::uuid)
CROSS JOIN LATERAL (
    SELECT id AS report_id FROM unnest(d.report_ids) AS id
    UNION
    SELECT m.report_id FROM person_mentions m WHERE m.mention_id = ANY (d.others)
) AS named
WHERE d.act IN ('merge', 'separate') AND d.subject_kind = 'person'
EXCEPT
SELECT t.report_id FROM touched_reports t;

-- before: the mentions of these reports as they stood, and what they were held together with others by
CREATE TEMPORARY TABLE touched_mentions ON COMMIT DROP AS
SELECT DISTINCT beside.mention_id
FROM person_mentions m
JOIN person_links l USING (mention_id)
JOIN person_links beside USING (link)
WHERE m.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- unlink: what they were held together by
DELETE FROM person_links l
WHERE l.mention_id = ANY (
    ARRAY(
        SELECT m.mention_id
        FROM person_mentions m
        WHERE m.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
    )
);

-- forget_mentions: as they stood
DELETE FROM person_mentions m WHERE m.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- mentions: as they stand
INSERT INTO person_mentions
SELECT m.*
FROM person_mentions_of(ARRAY(
    SELECT r
    FROM reports r
    WHERE r.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
      AND (r.facts -> 'people' <> '[]' OR r.facts -> 'persons' <> '[]')
)) AS m;

-- link: what they are held together by
INSERT INTO person_links (link, mention_id)
SELECT DISTINCT hashtextextended(l.link, 0), m.mention_id
FROM person_mentions m
CROSS JOIN LATERAL person_links_of(m.tokens, m.facts) AS l
WHERE m.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t));

-- join: and by decision
INSERT INTO person_links (link, mention_id)
SELECT DISTINCT hashtextextended(j.tie, 0), m.mention_id
FROM joined_mentions() AS j
JOIN person_mentions m USING (mention_id)
WHERE m.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
ON CONFLICT DO NOTHING;

-- touch: all mentions that these lead to over links in common, once each
CREATE TEMPORARY TABLE touched_closure ON COMMIT DROP AS
WITH RECURSIVE reached (mention_id, link) AS (
    SELECT m.mention_id, NULL::bigint
    FROM person_mentions m
    WHERE m.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
       OR m.mention_id = ANY (ARRAY(SELECT t.mention_id FROM touched_mentions t))
    UNION
    SELECT next.mention_id, next.link
    FROM reached r
    CROSS JOIN LATERAL (
        SELECT NULL::uuid AS mention_id, l.link FROM person_links l WHERE l.mention_id = r.mention_id
        UNION ALL
        SELECT l.mention_id, NULL FROM person_links l WHERE l.link = r.link
    ) AS next
)
SELECT mention_id FROM reached WHERE mention_id IS NOT NULL;

-- names: of the people that are made of any of these, now or before: of each person these are all mentions or none, and one
-- of its mentions is its id
CREATE TEMPORARY TABLE touched_people ON COMMIT DROP AS
SELECT p.person_id, p.slug_base
FROM people p
WHERE p.person_id = ANY (
    ARRAY(SELECT t.mention_id FROM touched_mentions t UNION SELECT c.mention_id FROM touched_closure c)
);

-- forget: these people as they stood
DELETE FROM people p WHERE p.person_id = ANY (ARRAY(SELECT t.person_id FROM touched_people t));

-- recompute: the people that the touched mentions make
CREATE TEMPORARY TABLE made_people ON COMMIT DROP AS
SELECT p.*
FROM people_among(ARRAY(
    SELECT m FROM person_mentions m WHERE m.mention_id = ANY (ARRAY(SELECT c.mention_id FROM touched_closure c))
)) AS p;

-- insert: these people as they stand
INSERT INTO people SELECT m.* FROM made_people m;

-- number: all people of a name that the batch touched, the first mentioned first
UPDATE people p
SET slug = n.slug
FROM (
    SELECT o.person_id,
           o.slug_base || coalesce('-' || nullif(row_number() OVER (
               PARTITION BY o.slug_base
               ORDER BY o.first_mention NULLS LAST, o.first_reference_id COLLATE "C", o.person_id
           ), 1), '') AS slug
    FROM people o
    WHERE o.slug_base = ANY (
        ARRAY(SELECT t.slug_base FROM touched_people t UNION SELECT m.slug_base FROM made_people m)
    )
) AS n
WHERE p.person_id = n.person_id AND p.slug <> n.slug;
