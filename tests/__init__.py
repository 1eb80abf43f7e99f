"""Tests in layers: unit, database, end to end."""
