"""What people decide: planned by pure functions from what the log holds, checked, and recorded in one append."""
