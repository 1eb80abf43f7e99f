"""Tests on a real PostgreSQL server, embedded or installed."""
