"""Which file system a path lies on, and whether SQLite's write-ahead log may live there.

WAL needs memory that all processes share and locks that hold, and network file systems give neither
(https://sqlite.org/wal.html, https://sqlite.org/howtocorrupt.html). 9p, virtiofs and FUSE are another matter: they
may be a container's own disk or a folder of the host, so they bring a warning, not a refusal.
"""

from __future__ import annotations

import re
from pathlib import Path

from preflight.domain.errors import StorageError

MOUNTS = Path("/proc/mounts")

_NETWORK = re.compile(
    r"(fuse\.)?(nfs\d?|cifs|smb\w*|ncpfs|afs|ceph|glusterfs|sshfs|davfs2?|rclone|s3fs|goofys|gcsfuse|curlftpfs)"
)
_DOUBTFUL = re.compile(r"9p|virtiofs|fuse(blk|\..+)?|lustre|gpfs|ocfs2|gfs2|beegfs|vboxsf|prl_fs|vmhgfs")


def check_file_system(path: Path) -> tuple[str, ...]:
    """Warnings about where the database lies, usually none.

    Raises StorageError on a network file system. Where the system does not tell its mounts (macOS, Windows), nothing
    is checked.
    """
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ()
    return judge(path, type_of(path.resolve().as_posix(), mounts))


def judge(path: Path, kind: str | None) -> tuple[str, ...]:
    """Warnings for a path on a file system of this type; raises StorageError where SQLite must not be used."""
    if kind is not None and _NETWORK.fullmatch(kind):
        raise StorageError(
            f"The database {path} lies on a network file system ({kind}), where SQLite loses data. Point "
            "PREFLIGHT_DATA to a local disk; to share one database between machines, use PostgreSQL."
        )
    if kind is not None and _DOUBTFUL.fullmatch(kind):
        warning = (
            f"The database {path} lies on {kind}. That is sound where it is this machine's own disk; where it is "
            "shared with other machines, SQLite can lose data: use a local disk or PostgreSQL then."
        )
        return (warning,)
    return ()


def type_of(path: str, mounts: str) -> str | None:
    """The file system type of an absolute path, after the text of /proc/mounts; None where no mount holds it.

    The deepest mount point counts, and of several on the same point the last, which hides the others.
    """
    deepest, found = -1, None
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = _unescaped(fields[1]).rstrip("/")
        if len(point) >= deepest and (path == point or path.startswith(point + "/")):
            deepest, found = len(point), fields[2]
    return found


def _unescaped(field: str) -> str:
    """Spaces, tabs, line ends and backslashes stand in /proc/mounts as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), field)
