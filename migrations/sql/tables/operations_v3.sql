-- Results that no report tells are not told to be none. Run once in each set of read tables.
ALTER TABLE operations
    ALTER COLUMN arrested DROP NOT NULL,
    ALTER COLUMN arrested_range DROP NOT NULL,
    ALTER COLUMN hectares_eradicated DROP NOT NULL,
    ALTER COLUMN attack_killed DROP NOT NULL;
