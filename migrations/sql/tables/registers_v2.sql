-- More of what the data files know. Run once in `read_a` and once in `read_b` (by search_path).

ALTER TABLE registers
    -- Which registers there are is the data files' affair.
    DROP CONSTRAINT registers_register_check,
    -- What only some registers have: of a cartel `faction_of` and `alliances`, each a list of group, since and until.
    ADD COLUMN details jsonb NOT NULL DEFAULT '{}';
