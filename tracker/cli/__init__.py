"""The `tracker` command, one small file per command."""
