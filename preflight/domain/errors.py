"""Every error that Preflight raises on purpose, in one short tree.

PreflightError
├── Refused            what was asked can't be done; the sentence says what to do instead
│   ├── NotAllowed     the person may not do this
│   │   └── SignedOut  nobody is signed in, or not any more
│   │       ├── SignInEnded    it was ended, here or elsewhere
│   │       ├── SignInRunOut   it was not used for too long, or lasted too long
│   │       └── Disabled       the person may not use Preflight any more
│   ├── NotFound       there is no such thing (any more)
│   │   └── NotSeen    … or it is not shared with this person, who is not told which
│   ├── Invalid        a value is out of its allowed range, length or set
│   ├── Conflict       someone else changed the same answer in the meantime
│   └── Immutable      a completed assessment can't be changed
├── ConditionError     a show_if or when that can't be read
├── UnsoundFile        a questionnaire or answers file with problems, all of them listed
└── StorageError       the database can't be used as it is
    ├── StorageBusy    another process holds the database for too long
    ├── StorageFull    no space is left
    ├── StorageReadOnly the folder or file can't be written
    ├── StorageDamaged  the file is not a sound Preflight database
    ├── StorageNewer    the database was written by a newer Preflight
    └── UnsoundBackup   a backup that can't be read, or not with the keys that were given
"""

from __future__ import annotations

from collections.abc import Sequence


class PreflightError(Exception):
    """Base of all errors whose sentence is meant for a person."""


class Refused(PreflightError):
    """What was asked can't be done; str() is one sentence for the screen."""


class NotAllowed(Refused):
    """The person who acts may not do this."""


class SignedOut(NotAllowed):
    """Nobody is signed in, or not any more."""


class SignInEnded(SignedOut):
    """The sign-in was ended, here or elsewhere."""


class SignInRunOut(SignedOut):
    """The sign-in was not used for too long, or lasted too long."""


class Disabled(SignedOut):
    """The person may not use Preflight any more."""


class NotFound(Refused):
    """There is no such project, assessment, question or questionnaire."""


class NotSeen(NotFound):
    """There is no such thing, or it is not shared with the person who asks."""


class Invalid(Refused):
    """A value is outside its allowed type, range, length or set."""


class Conflict(Refused):
    """Someone else saved the same answer after this person last saw it. Nothing was written."""


class Immutable(Refused):
    """A completed assessment can't be changed."""


class ConditionError(PreflightError):
    """A condition can't be read. `position` counts characters from 0."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


class UnsoundFile(PreflightError):
    """A file has problems; `problems` holds every one as `file:line:column: sentence`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class StorageError(PreflightError):
    """The database can't be used as it is; the sentence says why and what to do."""


class StorageBusy(StorageError):
    """Another process holds the database for too long. Nothing was written."""


class StorageFull(StorageError):
    """No space is left for the database. Nothing was written."""


class StorageReadOnly(StorageError):
    """The database's folder or file can't be written."""


class StorageDamaged(StorageError):
    """The file is not a sound Preflight database. It was not touched."""


class StorageNewer(StorageError):
    """The database was written by a newer Preflight. It was not touched."""


class UnsoundBackup(StorageError):
    """A backup can't be read, or not with the keys that were given."""
