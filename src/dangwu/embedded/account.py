"""Which operating-system account the server runs as.

PostgreSQL refuses to run as root. Started by root it runs as another account; nothing is created
in the system for that, and no permission outside our own folder is changed.
"""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dangwu.core.errors import DomainError

USER_VARIABLE = "DANGWU_DB_USER"
CANDIDATES = ("dangwu", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """An operating-system account; `foreign` when it is not the one we run as."""

    uid: int
    gid: int
    name: str

    @property
    def foreign(self) -> bool:
        return self.uid != os.geteuid()

    def run(
        self, command: Sequence[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account and return its result; the caller judges it."""
        return subprocess.run(  # noqa: S603 (PostgreSQL's own programs)
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=dict(environment),
            user=self.uid if self.foreign else None,
            group=self.gid if self.foreign else None,
            extra_groups=[] if self.foreign else None,
        )

    def own(self, path: Path) -> None:
        """Hand a file or folder that we made over to this account."""
        if self.foreign:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def reaches(self, path: Path) -> bool:
        """Whether this account can pass through to `path`; tried, not computed."""
        if not self.foreign:
            return True
        try:
            answer = self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(path)], {})
        except OSError:
            return False
        return answer.returncode == 0


def server_account(data: Path, cluster: Path) -> Account:
    """Return the account that runs the server of `data`.

    An ordinary user runs it itself. For root it is, in this order: the owner of the cluster that
    exists, the account named by DANGWU_DB_USER, the owner of the data folder, `dangwu`, `nobody`.
    """
    if os.geteuid() != 0:
        return by_uid(os.geteuid())
    for folder in (cluster, data):
        owner = folder.stat().st_uid if folder.exists() else 0
        if owner != 0 and not unknown(owner):
            return by_uid(owner)
        if folder is cluster and os.environ.get(USER_VARIABLE):
            return by_name(os.environ[USER_VARIABLE])
    names = {entry.pw_name for entry in pwd.getpwall()}
    return by_name(next((name for name in CANDIDATES if name in names), CANDIDATES[-1]))


def unknown(uid: int) -> bool:
    """Whether no user of this system has that number, as after its user was removed."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return True
    return False


def by_uid(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise DomainError(
            f"当前用户（uid {uid}）在系统用户表中没有条目，PostgreSQL 无法启动。"
            "请为它建立用户，或用 DATABASE_URL 指向自己的数据库。"
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def by_name(name: str) -> Account:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise DomainError(
            f"没有名为 {name} 的系统用户，内置数据库不能以 root 身份运行。"
            f"请建立该用户，或用 {USER_VARIABLE} 指定另一个普通用户。"
        ) from None
    if entry.pw_uid == 0:
        raise DomainError(f"{USER_VARIABLE} 不能是 root，请指定一个普通用户。")
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
