"""Every exception of the project. A class's docstring is the sentence that its message begins with."""

from __future__ import annotations


class TrackerError(Exception):
    """The tracker could not do what was asked."""

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").strip().splitlines()[0].rstrip(".")
        super().__init__(f"{sentence}: {detail}" if detail else f"{sentence}.")


class SettingsError(TrackerError):
    """A setting cannot be used."""


class NoCableError(TrackerError):
    """This is no cable that can be read."""


class ReferenceIdError(NoCableError):
    """This is not a reference ID."""


class ReleaseError(TrackerError):
    """This release cannot be read."""
