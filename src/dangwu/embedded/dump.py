"""Backups: a dump of the database to one file and back, and one each day."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from dangwu.core.errors import DomainError, InputError
from dangwu.embedded.binaries import Binaries, binaries
from dangwu.embedded.cluster import environment
from dangwu.embedded.server import Server, running

KEPT = 7  # daily dumps
FRESH_SCHEMA = (
    "SET client_min_messages = warning",
    "DROP SCHEMA IF EXISTS public CASCADE",
    "CREATE SCHEMA public",
)


def dump(address: str, file: Path) -> None:
    """Write the database at a libpq address to `file`, which appears whole or not at all.

    Only the caller can read the file. Raises DomainError with the program's reason.
    """
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".dump-") as folder:
        scratch = Path(folder) / "dump"
        perform(
            binaries(), "pg_dump", ("--format=custom", "--no-owner", f"--file={scratch}", address)
        )
        scratch.chmod(0o600)
        scratch.rename(file)


def restore(address: str, file: Path) -> None:
    """Replace what the database at a libpq address holds by the dump in `file`, or nothing at all.

    Raises InputError when the file is no whole dump, DomainError when it does not fit; the
    database is then unchanged.
    """
    found = binaries()
    with tempfile.TemporaryDirectory(prefix="dangwu-restore-") as folder:
        script = Path(folder) / "dump.sql"
        try:
            perform(found, "pg_restore", ("--no-owner", f"--file={script}", str(file)))
        except DomainError as error:
            raise InputError(
                "FILE", f"{file} 不是完整的备份文件，数据库没有改动（{error}）"
            ) from error
        drop_unknown_setting(script)
        before = [part for statement in FRESH_SCHEMA for part in ("-c", statement)]
        options = ("-X", "-q", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-d", address)
        perform(found, "psql", (*options, *before, "-f", str(script)))


def drop_unknown_setting(script: Path) -> None:
    """Leave out the one setting of a new pg_dump that servers before 17 refuse."""
    shorter = script.with_suffix(".short")
    with script.open("rb") as lines, shorter.open("wb") as kept:
        kept.writelines(line for line in lines if line != b"SET transaction_timeout = 0;\n")
    shorter.rename(script)


def perform(found: Binaries, name: str, arguments: Sequence[str]) -> None:
    variables = {**environment(), "PGCONNECT_TIMEOUT": "10"}
    answer = subprocess.run(  # noqa: S603 (PostgreSQL's own programs)
        [found.program(name), *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=variables,
        stdin=subprocess.DEVNULL,
    )
    if answer.returncode != 0:
        raise DomainError(f"{name}：{answer.stderr.strip()}")


def daily_file(data: Path, today: date) -> Path:
    return data / "backups" / f"dangwu-{today.isoformat()}.dump"


def due(data: Path, today: date) -> bool:
    """Whether the dump of that day is missing."""
    return not daily_file(data, today).exists()


def dump_daily(server: Server, today: date) -> Path:
    """Dump the embedded database to the file of that day, and keep the last seven."""
    file = daily_file(server.place.data, today)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    dump(server.admin(), file)
    for old in sorted(file.parent.glob("dangwu-*.dump"))[:-KEPT]:
        old.unlink()
    return file


if __name__ == "__main__":
    with running(Path(os.environ["DANGWU_DATA"])) as embedded:
        dump_daily(embedded, datetime.now(UTC).date())
