-- incidents: that these are about now, or were about before
CREATE TEMPORARY TABLE touched_incidents ON COMMIT DROP AS
SELECT r.incident_id
FROM reports r
WHERE r.report_id = ANY (ARRAY(SELECT t.report_id FROM touched_reports t))
UNION
SELECT i.incident_id
FROM cartel_incidents i
WHERE i.report_ids && ARRAY(SELECT t.report_id FROM touched_reports t);

-- before: the groups that had to do with these incidents
CREATE TEMPORARY TABLE touched_cartels ON COMMIT DROP AS
SELECT DISTINCT i.slug
FROM cartel_incidents i
WHERE i.incident_id = ANY (ARRAY(SELECT t.incident_id FROM touched_incidents t));

-- unlink: what they had to do with them
DELETE FROM cartel_incidents i WHERE i.incident_id = ANY (ARRAY(SELECT t.incident_id FROM touched_incidents t));

-- link: what groups have to do with these incidents now
INSERT INTO cartel_incidents
SELECT i.*
FROM cartel_incidents_of(ARRAY(
    SELECT r
    FROM reports r
    WHERE r.incident_id = ANY (ARRAY(
        SELECT n.incident_id
        FROM reports n
        WHERE n.incident_id = ANY (ARRAY(SELECT t.incident_id FROM touched_incidents t)) AND n.cartels <> '{}'
    ))
)) AS i;

-- touch: the groups that have to do with these incidents now
INSERT INTO touched_cartels (slug)
SELECT i.slug
FROM cartel_incidents i
WHERE i.incident_id = ANY (ARRAY(SELECT t.incident_id FROM touched_incidents t))
EXCEPT
SELECT t.slug FROM touched_cartels t;

-- forget: the touched groups as they stood
DELETE FROM cartels c USING touched_cartels t WHERE c.slug = t.slug;

-- recompute: the touched groups from all that they have to do with
INSERT INTO cartels
SELECT c.*
FROM cartels_among(ARRAY(
    SELECT i FROM cartel_incidents i WHERE i.slug = ANY (ARRAY(SELECT t.slug FROM touched_cartels t))
)) AS c;
