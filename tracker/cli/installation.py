"""Which installation a command is about: one's own, or that of the sample release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import settings as configuration

if TYPE_CHECKING:
    from tracker.settings import Settings

OfSample = Annotated[bool, typer.Option("--sample", help="Of the sample release that `tracker demo` runs.")]


def settings_of(*, of_sample: bool) -> Settings:
    """The settings of one's own installation, or those of the sample's. Raises SettingsError as `settings.load`."""
    settings = configuration.load()
    return settings.for_sample() if of_sample else settings
