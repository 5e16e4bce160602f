"""A PostgreSQL server of the tests' own: in a new folder, on a free port of this machine, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from glob import glob
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

_ELSEWHERE = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    r"C:\Program Files\PostgreSQL\*\bin",
)
_ORDINARY_USERS = ("postgres", "nobody")
PASSWORD = "not-for-anybody's eyes: ü"
SUFFIX = ".exe" if os.name == "nt" else ""


def programs() -> Path | None:
    """The folder of initdb and postgres, from the PATH or where systems put it; None where there is none."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += [Path(place) for pattern in _ELSEWHERE for place in sorted(glob(pattern), reverse=True)]
    return next((place for place in places if all((place / f"{name}{SUFFIX}").exists() for name in NEEDED)), None)


NEEDED = ("initdb", "postgres")


class PostgresServer:
    """Made by `make`, ended by `remove`; between them it may be stopped and started.

    Its one user, `preflight`, may do everything; over the network it must give PASSWORD, over the socket nothing.
    """

    def __init__(self, *, fsync: bool = False) -> None:
        """`fsync` as in earnest, for measuring; without it tests run sooner."""
        self._fsync = fsync
        self.folder = Path(tempfile.mkdtemp(prefix="preflight-postgres-"))
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def make(self) -> PostgresServer:
        """A new cluster, running."""
        place = programs()
        assert place is not None, "No PostgreSQL found. `make test` installs it where it may; or put initdb on PATH."
        (self.folder / "password").write_text(PASSWORD, encoding="utf-8")
        self._give_away()
        self._run(place / "initdb", "--pgdata", "data", "--username", "preflight", "--pwfile", "password", *_CLUSTER)
        self.start()
        return self

    def start(self) -> None:
        """Start it, and wait until it answers."""
        place = programs()
        assert place is not None
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "fsync": "on" if self._fsync else "off",
            "max_connections": 60,
        }
        if os.name == "posix":
            options["unix_socket_directories"] = str(self.folder)
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [place / "postgres", "-D", "data", *flags], stdout=log, stderr=log, **self._where()
            )
        self._wait()

    def stop(self) -> None:
        """End it at once: its clients lose their connections, and nothing that it has committed is lost."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)
            self._process = None

    def crash(self) -> None:
        """End it as a power cut of the program would: nothing is finished or tidied, the next start has to recover."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
            self._process = None

    def kill_a_backend(self) -> None:
        """kill -9 of the process behind a writer's connection: the server throws everybody out, recovers, goes on."""
        with self.connect() as connection:
            row = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'preflight' ORDER BY query_start DESC"
            ).fetchone()
        assert row is not None, "nobody is connected"
        os.kill(row[0], signal.SIGKILL)

    def remove(self) -> None:
        """Stop it, and remove everything."""
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, database: str, *, user: str = "preflight", password: str = PASSWORD) -> str:
        """The URL of a database, with the password, over the network of this machine."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> Any:
        """A connection of psycopg to one of its databases; each statement counts at once."""
        import psycopg

        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="preflight", password=PASSWORD, dbname=database, autocommit=True
        )

    def create(self, template: str = "template0") -> str:
        """The name of a new database, a copy of another one that nobody is connected to."""
        name = f"preflight_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        with self.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def cpu_s(self) -> float:
        """The CPU time of all its processes that run, in seconds; 0 where the system does not say."""
        if self._process is None or not Path("/proc").is_dir():
            return 0.0
        seconds = 0.0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                number, _, rest = stat.read_text().partition(" (")
                fields = rest.rpartition(") ")[2].split()
                if int(number) == self._process.pid or int(fields[1]) == self._process.pid:
                    seconds += sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
        return seconds

    def log(self) -> str:
        """What it has written down."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def _wait(self) -> None:
        import psycopg

        assert self._process is not None
        give_up = time.monotonic() + 60
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                assert self._process.poll() is None, self.log()
                assert time.monotonic() < give_up, self.log()
                time.sleep(0.02)
            else:
                return

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **self._where())
        assert done.returncode == 0, done.stdout.decode(errors="replace")

    def _give_away(self) -> None:
        """PostgreSQL refuses to run as root."""
        if user := _ordinary_user():
            for each in (self.folder, *self.folder.iterdir()):
                shutil.chown(each, user)

    def _where(self) -> dict[str, Any]:
        user = _ordinary_user()
        return {"cwd": self.folder, "env": {**os.environ, "LC_ALL": "C"}} | (
            {"user": user, "group": _group_of(user), "extra_groups": []} if user else {}
        )


_CLUSTER = ("--encoding", "UTF8", "--locale", "C", "--auth-local", "trust", "--auth-host", "scram-sha-256", "--no-sync")


def _ordinary_user() -> str | None:
    """Whom root lets run it; None for everybody but root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    there = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _ORDINARY_USERS if name in there)


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    # For tools/bootstrap.py: exit code 0 where there is a PostgreSQL.
    raise SystemExit(0 if programs() else 1)
