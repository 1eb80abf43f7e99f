-- By which rules a projection was folded, and what stops it. Run once in `read_a` and once in `read_b` (by search_path).

-- A digest; null of what earlier releases folded, which is therefore rebuilt.
ALTER TABLE checkpoints ADD COLUMN rules text;

-- The append that a projection cannot take in: it stands before it, and the others go on.
CREATE TABLE stops (
    projection     text        PRIMARY KEY,
    first_position bigint      NOT NULL,
    last_position  bigint      NOT NULL,
    reason         text        NOT NULL,
    since          timestamptz NOT NULL
);
