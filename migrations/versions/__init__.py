"""The revisions, each thin: it runs files of SQL in order."""
