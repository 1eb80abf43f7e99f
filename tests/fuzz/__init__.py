"""Fuzz targets for the readers of cables: `make fuzz SECONDS=60`. Their corpus is replayed in every test run."""
