"""Tests of feeds, pages and the web server, without a database."""
