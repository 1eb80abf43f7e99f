"""Reviewing: which reports ask to be checked, going through them one by one or from a file, and what others decided."""
