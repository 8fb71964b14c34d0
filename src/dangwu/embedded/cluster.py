"""The cluster on disk: made once, configured at every start, refused when of another major."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from dangwu.core.errors import DomainError
from dangwu.embedded.place import ADMIN, PORT, Place
from dangwu.embedded.tuning import machine_memory, settings

BUILTIN_LOCALE_SINCE = 17


def environment() -> dict[str, str]:
    """Return the environment of every PostgreSQL program: nothing of the caller's leaks in."""
    return {"PATH": "/usr/bin:/bin", "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}


def refuse_other_major(place: Place) -> None:
    """Raise DomainError when the cluster was made by another major version of PostgreSQL."""
    try:
        made_by = (place.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return
    if made_by != str(place.binaries.major):
        raise DomainError(
            f"{place.cluster} 是 PostgreSQL {made_by} 的数据，本程序带的是 {place.binaries.version}。"
            "请用原来的版本执行 `dangwu backup 文件`，把该目录移走，"
            "再用现在的版本执行 `dangwu restore 文件`。数据没有改动。"
        )


def create_missing(place: Place) -> None:
    """Make the cluster unless it is there; a run that was cut short leaves nothing half made."""
    if (place.cluster / "PG_VERSION").exists():
        return
    fresh = place.home / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    complaint = initialise(place, fresh, libc_locale="C.UTF-8")
    if complaint:
        # A system without C.UTF-8 still has the builtin one, which orders and cases our text.
        shutil.rmtree(fresh, ignore_errors=True)
        complaint = initialise(place, fresh, libc_locale="C")
    if complaint:
        raise DomainError(f"数据库没有建成：{complaint}")
    fresh.rename(place.cluster)


def initialise(place: Place, folder: Path, *, libc_locale: str) -> str:
    """Run initdb into `folder` and return its complaint, empty when it went well."""
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [
        *(place.binaries.program("initdb"), "-D", str(folder), "-U", ADMIN, "-E", "UTF8"),
        *(provider if place.binaries.major >= BUILTIN_LOCALE_SINCE else []),
        *(f"--locale={libc_locale}", "--auth-local=peer", "--auth-host=scram-sha-256"),
        *("--data-checksums", "--no-instructions", *(["--no-sync"] if place.passing else [])),
    ]
    answer = place.account.run(command, environment())
    return "" if answer.returncode == 0 else answer.stderr.strip() or answer.stdout.strip()


def configure(place: Place) -> None:
    """Write the settings and the access rules of this start."""
    chosen = settings(
        major=place.binaries.major,
        durable=not place.passing,
        memory=machine_memory(),
        cores=os.cpu_count() or 1,
    )
    chosen |= {
        "unix_socket_directories": str(place.socket),
        "port": str(PORT),
        "hba_file": str(place.home / "pg_hba.conf"),
        "ident_file": str(place.home / "pg_ident.conf"),
    }
    lines = (f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in chosen.items())
    write_owned(place, "postgresql.conf", lines)
    write_owned(
        place,
        "pg_hba.conf",
        (f"local all {ADMIN} peer map=owner", "local all all scram-sha-256"),
    )
    write_owned(
        place,
        "pg_ident.conf",
        (f'owner "{name}" {ADMIN}' for name in sorted({place.account.name, "root"})),
    )


def write_owned(place: Place, name: str, lines: Iterable[str]) -> None:
    """Write one file of the server's folder anew, never through a link that was put there."""
    path = place.home / name
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    place.account.own(path)


def command(place: Place) -> list[str]:
    """Return the command that starts the server."""
    config = f"config_file={place.home / 'postgresql.conf'}"
    return [place.binaries.program("postgres"), "-D", str(place.cluster), "-c", config]
