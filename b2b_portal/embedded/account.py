"""The unprivileged account that PostgreSQL runs under when we are root, which it refuses to be."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict


class SpawnArguments(TypedDict, total=False):
    """What `subprocess.Popen` needs to change the account of a child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user and a group by number."""

    uid: int
    gid: int

    @property
    def spawn_arguments(self) -> SpawnArguments:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def take(self, path: Path) -> None:
        """Makes the account the owner of `path`."""
        os.chown(path, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """Whether the account may pass through `path` and every folder above it."""
        return all(self._may_pass(folder) for folder in (path, *path.parents))

    def _may_pass(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)


def account_for_postgres(cluster: Path) -> Account | None:
    """The account to change to: none for a plain user; for root the owner of an existing cluster, else `nobody`."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        status = cluster.stat()
        return Account(status.st_uid, status.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)
