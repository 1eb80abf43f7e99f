"""Every exception of the project. A class's docstring is the sentence that its message begins with."""

from __future__ import annotations


class TrackerError(Exception):
    """The tracker could not do what was asked."""

    def __init__(self, detail: str = "") -> None:
        # Python drops docstrings at -OO; what remains to say is the class's name.
        sentence = (type(self).__doc__ or type(self).__name__).strip().splitlines()[0].rstrip(".")
        self.detail = detail
        super().__init__(f"{sentence}: {detail}" if detail else f"{sentence}.")


class SettingsError(TrackerError):
    """A setting cannot be used."""


class NoCableError(TrackerError):
    """This is no cable that can be read."""


class ReferenceIdError(NoCableError):
    """This is not a reference ID."""


class ReleaseError(TrackerError):
    """This release cannot be read."""


class WrongVersionError(TrackerError):
    """A stream is not at the expected version."""

    def __init__(self, stream: str, *, expected: int, actual: int) -> None:
        self.stream = stream
        self.expected = expected
        self.actual = actual
        wanted = f"version {expected}" if expected else "no such stream"
        super().__init__(f"{stream} is at version {actual}, expected was {wanted}; read it again and retry")


class EventConflictError(TrackerError):
    """An event id is already recorded with other content."""


class EventTooLargeError(TrackerError):
    """An event says too much."""


class ForgedEventError(TrackerError):
    """What was to be inserted does not extend the log."""


class MixedLogError(TrackerError):
    """Sample cables and others cannot be in one log."""


class AppendOnlyError(TrackerError):
    """What the log has recorded cannot be changed."""


class ErasureError(TrackerError):
    """This cannot be erased."""


class ErasedEventError(TrackerError):
    """The body of this event was erased."""


class BrokenLogError(TrackerError):
    """The log is not as it was recorded."""


class DatabaseError(TrackerError):
    """The database cannot be used."""


class LockTimeoutError(DatabaseError):
    """A lock was not to be had in time."""


class HeadHeldError(DatabaseError):
    """The head of the log is held by somebody who does not let go of it."""


class EmbeddedServerError(DatabaseError):
    """The embedded PostgreSQL server cannot be used."""


class SchemaOutdatedError(DatabaseError):
    """The database's schema is not the one that this tracker needs."""


class PublishingError(TrackerError):
    """The feeds and pages could not be published."""


class DatabaseLostError(DatabaseError):
    """The database does not answer."""


class DisturbedError(DatabaseError):
    """Another transaction got in the way."""


class NotReachedError(TrackerError):
    """A position was not reached in time."""

    def __init__(self, who: str, position: int, *, reached: int, seconds: float) -> None:
        self.position = position
        self.reached = reached
        self.seconds = seconds
        super().__init__(f"{who} is at {reached}, not at {position}, after {seconds:g} s")


class AheadOfLogError(TrackerError):
    """The log ends before the position from which it was to be read."""

    def __init__(self, position: int, *, head: int) -> None:
        self.position = position
        self.head = head
        super().__init__(f"it ends at {head}, the reader is at {position}; was it restored from an older backup?")


class OtherLogError(TrackerError):
    """This is another log than the one that was read."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(
            f"from position {position} on, or before, it tells something else; was it restored from an older backup, "
            "or did a standby take over that lacked the newest events? Read it again from its beginning"
        )


class ExportError(TrackerError):
    """The log cannot be exported."""


class DatasetError(TrackerError):
    """The dataset cannot be written."""


class ImportRefusedError(TrackerError):
    """The log cannot be imported."""


class QueryError(TrackerError):
    """This query cannot be answered."""


class NothingFoundError(TrackerError):
    """There is nothing of this id."""


class AmbiguousIdError(TrackerError):
    """Several things have an id that begins so."""


class CitationError(TrackerError):
    """This cannot be cited."""


class ProtectionError(TrackerError):
    """These words cannot be protected."""


class BatchError(TrackerError):
    """These decisions cannot be recorded."""


class ReviewError(TrackerError):
    """This cannot be reviewed."""
