"""The pages that people read: static files, each complete without scripts."""
