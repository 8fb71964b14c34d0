"""What a command of ours works with: the data folder, the keys, the database."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

from dangwu.config import secrets
from dangwu.core.errors import DomainError
from dangwu.embedded.place import WEB, locate
from dangwu.embedded.server import Server, running

ROOT = Path(__file__).resolve().parents[3]
OLDEST_SERVER = 150000  # as PostgreSQL counts: 15.0


def data_folder() -> Path:
    """Return the folder of everything this installation keeps: DANGWU_DATA, else .data."""
    return Path(os.environ.get("DANGWU_DATA") or ROOT / ".data").absolute()


def own_server() -> str | None:
    """Return the address of the site's own PostgreSQL, or None for the embedded one."""
    return os.environ.get("DATABASE_URL") or None


def fill(data: Path) -> None:
    """Put the keys and the database's addresses where the settings read them."""
    os.environ["DANGWU_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    os.environ.update(secrets.load(data).environment())
    if not own_server():
        server = Server(locate(data))
        os.environ.update(DATABASE_WEB_URL=server.url(role=WEB), DATABASE_URL=server.url())


@contextlib.contextmanager
def database(data: Path) -> Iterator[Server | None]:
    """Keep the database there for as long as the caller needs it.

    Gives the embedded server, started or joined, and None for a server of the site's own.
    Raises DomainError when it cannot be reached or is too old.
    """
    url = own_server()
    if url and not is_embedded(url, data):
        refuse_old_server(url)
        yield None
        return
    with running(data) as server:
        yield server


def administrator(server: Server | None) -> str:
    """Return the address from which every row can be read, for backups."""
    return server.admin() if server else os.environ["DATABASE_URL"]


def owner(server: Server | None) -> str:
    """Return the address of the role that owns the tables."""
    return server.url() if server else os.environ["DATABASE_URL"]


def own_keys() -> bool:
    """Whether all keys come from the environment and none from the data folder."""
    return all(os.environ.get(variable) for variable, _ in secrets.VARIABLES.values())


def is_embedded(url: str, data: Path) -> bool:
    """Whether an address, perhaps one that `fill` wrote, leads to the embedded server."""
    return (data / "postgres.json").exists() and url == Server(locate(data)).url()


def refuse_old_server(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise DomainError(f"DATABASE_URL：连接不上数据库，请检查地址和口令。{reason}") from error
    if version < OLDEST_SERVER:
        raise DomainError(
            f"DATABASE_URL：该服务器是 PostgreSQL {version // 10000}，需要 15 或更新的版本。"
        )
