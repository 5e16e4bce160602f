"""What PostgreSQL's errors mean for a person: which of ours it is, where, and what to do."""

from __future__ import annotations

import psycopg

from preflight.domain.errors import (
    Immutable,
    Invalid,
    NotFound,
    PreflightError,
    Refused,
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageReadOnly,
)


def in_our_words(
    error: psycopg.Error, name: str, *, statement: str | None = None, connecting: bool = False
) -> PreflightError | None:
    """The error of ours that an error of PostgreSQL comes to; None where it is a bug, which stays as it is.

    `name` is what the sentence calls the database; without a statement it happened while committing or undoing. The
    codes are those of https://www.postgresql.org/docs/current/errcodes-appendix.html.
    """
    code = error.sqlstate or ""
    if connecting or _lost(error, code):
        return _unreachable(error, name, connecting=connecting, committing=statement is None)
    match code:
        case "P0001":
            return _of_trigger(error)
        case "23514":
            return Invalid(f"A value is outside its allowed length, range or set ({error.diag.constraint_name}).")
        case "23503":
            if (statement or "").lstrip().upper().startswith("DELETE"):
                return Refused("Something else still refers to this.")
            return NotFound("What this refers to is not there (any more).")
        case "22003" | "22021" | "22P05":
            return Invalid(f"A value can't be kept in the database ({first_line(error)}).")
        case "55P03" | "40001" | "40P01":
            return StorageBusy(
                f"Another process holds the database {name}. Nothing was written; try again in a moment."
            )
        case "57014":
            return StorageBusy(f"The database {name} took too long. Nothing was written; try again in a moment.")
        case "53100":
            return StorageFull(f"Not saved: no space is left for the database {name}. Free some, then save again.")
        case "25006":
            return StorageReadOnly(
                f"The database {name} can only be read at the moment (a standby server, or set so). Point "
                "PREFLIGHT_DATABASE_URL to the server that takes writes."
            )
        case "42501":
            return StorageReadOnly(
                f"The database {name} can't be used by this user ({first_line(error)}). Make the user its owner, or "
                "grant what is missing."
            )
        case "XX001" | "XX002":
            return StorageDamaged(
                f"The database {name} is damaged ({first_line(error)}). Stop Preflight, and return to a backup."
            )
        case "58030" | "53200" | "53000":
            return StorageError(
                f"The server of the database {name} refused to read or write ({first_line(error)}). Nothing was saved; "
                "check the server, its disk and its memory, then try again."
            )
    if isinstance(error, psycopg.DataError) and not code:
        return Invalid(f"A value can't be kept in the database ({first_line(error)}).")
    return None


def first_line(error: psycopg.Error) -> str:
    """What the server or the driver said, without its hints."""
    line = str(error).partition("\n")[0].strip().removeprefix("connection failed: ")
    return line.removesuffix(".") or type(error).__name__


def _lost(error: psycopg.Error, code: str) -> bool:
    """The connection is gone: the driver noticed (no code), or the server said that it ends it."""
    if not code:
        return isinstance(error, psycopg.OperationalError)
    return code.startswith("08") or code in {"57P01", "57P02", "57P03", "57P04", "57P05", "25P03"}


def _unreachable(error: psycopg.Error, name: str, *, connecting: bool, committing: bool) -> StorageError:
    if connecting:
        return StorageError(
            f"The database {name} can't be reached: {first_line(error)}. Nothing was written; see that PostgreSQL runs "
            "and that PREFLIGHT_DATABASE_URL names it, then try again."
        )
    if committing:
        return StorageError(
            f"The connection to the database {name} was lost while saving. Look whether it was saved before you try "
            "again."
        )
    return StorageError(
        f"The connection to the database {name} was lost ({first_line(error)}). Nothing was written; try again in a "
        "moment."
    )


def _of_trigger(error: psycopg.Error) -> PreflightError | None:
    word, _, sentence = (error.diag.message_primary or "").partition(": ")
    kinds: dict[str, type[Refused]] = {"immutable": Immutable, "refused": Refused}
    return kinds[word](sentence) if word in kinds else None
