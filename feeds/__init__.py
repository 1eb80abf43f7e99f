"""Feeds and pages: what is published, and the server that answers from it."""
