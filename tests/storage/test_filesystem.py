"""C10: SQLite is refused on network file systems. Told from the text of /proc/mounts; nothing here runs on NFS."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.domain.errors import StorageError
from preflight.storage import filesystem
from preflight.storage.filesystem import judge, type_of
from tests.storage.filled import opened

MOUNTS = r"""proc /proc proc rw,relatime 0 0
/dev/vda / ext4 rw,relatime 0 0
tmpfs /dev/shm tmpfs rw 0 0
server:/export /srv/shared nfs4 rw,vers=4.2 0 0
//nas/data /mnt/my\040data cifs rw 0 0
/dev/vdb /srv/shared/local xfs rw 0 0
host /workspace 9p rw,trans=virtio 0 0
overlay / overlay rw 0 0
me@host: /home/me/remote fuse.sshfs rw 0 0
tmpfs /srv/hidden tmpfs rw 0 0
server:/late /srv/hidden nfs rw 0 0

broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/preflight.db", "overlay"),
        ("/srv/shared/preflight.db", "nfs4"),
        ("/srv/shared", "nfs4"),
        ("/srv/sharedish/preflight.db", "overlay"),
        ("/srv/shared/local/data/preflight.db", "xfs"),
        ("/mnt/my data/preflight.db", "cifs"),
        ("/workspace/data/preflight.db", "9p"),
        ("/home/me/remote/preflight.db", "fuse.sshfs"),
        ("/srv/hidden/preflight.db", "nfs"),
    ],
)
def test_the_deepest_and_last_mount_tells_the_type(path: str, kind: str) -> None:
    assert type_of(path, MOUNTS) == kind


def test_no_mount_no_type() -> None:
    assert type_of("/anything", "") is None


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "davfs", "ceph"])
def test_a_network_file_system_is_refused_with_a_pointer_to_postgresql(kind: str) -> None:
    with pytest.raises(StorageError, match="PostgreSQL") as refused:
        judge(Path("/srv/preflight.db"), kind)
    assert "/srv/preflight.db" in str(refused.value)
    assert kind in str(refused.value)


@pytest.mark.parametrize("kind", ["9p", "virtiofs", "fuse", "fuseblk", "fuse.grpcfuse", "lustre"])
def test_what_may_be_this_machine_s_own_disk_brings_a_warning(kind: str) -> None:
    (warning,) = judge(Path("/srv/preflight.db"), kind)
    assert kind in warning


@pytest.mark.parametrize("kind", [None, "ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs"])
def test_local_disks_pass_in_silence(kind: str | None) -> None:
    assert judge(Path("/srv/preflight.db"), kind) == ()


def test_opening_asks_first_and_touches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/export {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(filesystem, "MOUNTS", mounts)
    with pytest.raises(StorageError, match="nfs4"), opened(tmp_path / "data"):
        pass
    assert not (tmp_path / "data").exists()


def test_a_warning_is_on_the_database_for_who_looks_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"host {tmp_path} 9p rw 0 0\n")
    monkeypatch.setattr(filesystem, "MOUNTS", mounts)
    with opened(tmp_path) as database:
        assert "9p" in database.warnings[0]


def test_where_mounts_can_t_be_read_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesystem, "MOUNTS", tmp_path / "none")
    assert filesystem.check_file_system(tmp_path) == ()
