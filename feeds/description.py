"""The description of what is served (OpenAPI 3.1): every address, its parameters and its answers."""

from __future__ import annotations

from functools import cache
from importlib import resources

ADDRESS = "/openapi.json"
MEDIA_TYPE = "application/json"


@cache
def description() -> bytes:
    """The description as JSON."""
    return resources.files("feeds").joinpath("data", "openapi.json").read_bytes()
