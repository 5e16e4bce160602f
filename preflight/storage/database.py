"""One open database: reading and writing in transactions, whatever keeps it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree

from preflight.domain.errors import StorageBusy, StorageError, StorageReadOnly
from preflight.storage.moment import Moment
from preflight.storage.notices import Notices, in_process_notices


class Database:
    """One open database, for any number of threads, beside any number of other processes.

    `name` is what sentences call it, and `warnings` are sentences for whoever looks after the machine. Within a process
    writers wait for one another here, which is faster than waiting inside the database; writers of other processes wait
    there.
    """

    def __init__(
        self,
        name: str,
        *,
        writer: Engine,
        reader: Engine,
        patience_s: float,
        write_and_undo: Callable[[Engine], None],
        make_notices: Callable[[], Notices] = in_process_notices,
        warnings: tuple[str, ...] = (),
        read_only: str = "",
    ) -> None:
        """Each transaction of `writer` holds the write lock from its BEGIN on; those of `reader` can't write.

        `read_only` is why nothing can be written at all, empty where it can.
        """
        self.name = name
        self.warnings = warnings
        self.read_only = read_only
        self._writer = writer
        self._reader = reader
        self._patience_s = patience_s
        self._write_and_undo = write_and_undo
        self._make_notices = make_notices
        self._notices: Notices | None = None
        self._here = threading.local()
        self._turn = threading.Lock()
        self._opening = threading.Lock()
        self._writing_thread: int | None = None
        self._closed = False
        self.on_waited: Callable[[float], None] | None = None
        """Told how long each writing waited until it held the lock, in seconds; set by whoever measures."""

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Within the block, whatever this thread reads is of one moment, and one transaction: until it writes, or the
        database fails it. Blocks within it are of the same."""
        if getattr(self._here, "moment", None) is not None:
            yield
            return
        self._here.moment = moment = Moment()
        try:
            yield
        finally:
            self._here.moment = None
            moment.end()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state and can't write.

        Raises StorageError and its kinds, here and wherever the connection is used.
        """
        moment: Moment | None = getattr(self._here, "moment", None)
        if moment is None or self._writing_thread == threading.get_ident():
            with self._new_reading() as connection:
                yield connection
            return
        self._refuse_closed()
        try:
            yield moment.connection(self._new_reading)
        except (StorageError, SQLAlchemyError):
            moment.end()
            raise

    @contextmanager
    def _new_reading(self) -> Iterator[Connection]:
        self._refuse_closed()
        try:
            connection = self._reader.connect()
        except NoneFree:
            raise StorageBusy(
                f"Too many read the database {self.name} at the same time. Try again in a moment."
            ) from None
        # Committed, not rolled back: after a rollback psycopg forgets every statement that it has prepared.
        with connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that holds the write lock: committed at the end, undone by any exception.

        What it wrote is on the disk when it ends. Raises StorageBusy when the lock can't be had in time, and
        StorageError and its kinds; nothing is written then. It can't be used inside itself.
        """
        self._refuse_closed()
        self._refuse_read_only()
        me = threading.get_ident()
        if self._writing_thread == me:
            raise RuntimeError("writing() inside writing(): hand the connection on instead")
        began = perf_counter()
        if not self._turn.acquire(timeout=self._patience_s):
            raise StorageBusy(
                f"Too many wait to write to the database {self.name}. Nothing was written; try again in a moment."
            )
        try:
            self._writing_thread = me
            with self._writer.begin() as connection:
                if self.on_waited is not None:
                    self.on_waited(perf_counter() - began)
                yield connection
        finally:
            self._writing_thread = None
            self._turn.release()
            moment: Moment | None = getattr(self._here, "moment", None)
            if moment is not None:  # what was written is seen from now on
                moment.end()

    def prove_writable(self) -> None:
        """Raises StorageReadOnly, StorageBusy or StorageFull where nothing can be written now. Changes nothing."""
        self._refuse_closed()
        self._refuse_read_only()
        with self._turn:
            self._write_and_undo(self._writer)

    @property
    def notices(self) -> Notices:
        """What the server processes on this database tell one another; with SQLite, this process only."""
        with self._opening:
            self._refuse_closed()
            if self._notices is None:
                self._notices = self._make_notices()
            return self._notices

    def close(self) -> None:
        """Close every connection; SQLite's last one folds the write-ahead log into the file."""
        with self._opening:
            self._closed = True
            notices, self._notices = self._notices, None
        if notices is not None:
            notices.close()
        self._reader.dispose()
        self._writer.dispose()

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise StorageReadOnly(self.read_only)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StorageError(f"The database {self.name} is closed.")
