"""Cables: parsed from every format that people have them in. Knows no database."""
