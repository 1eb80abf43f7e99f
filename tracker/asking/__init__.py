"""Asking: one query at a time, as the reader, and what it answers in the form that somebody can use."""
