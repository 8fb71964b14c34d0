"""`dangwu prepare`: bring the database and the static files to the state of this program.

`dangwu run` does this at every start, in a process of its own that works as the owner role.
"""

import argparse
import dataclasses
import hashlib
import json
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from dangwu.config.output import say
from dangwu.embedded.place import write_private
from dangwu.populations.load import Summary, build
from dangwu.sharding.grants import apply_grants

ONE_AT_A_TIME = 0x64616E67  # key of the advisory lock, for several machines on one server
NO_DEMO = ("", "none")
PACKAGE = Path(__file__).resolve().parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", default="none", help="数据库为空时装入的演示数据；缺省不装")


def handle(args: argparse.Namespace) -> int:
    prepare(args.demo)
    return 0


def prepare(demo: str) -> None:
    """Migrate, grant, collect static files, and load `demo` into an empty database."""
    collect_static(Path(settings.STATIC_ROOT))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    migrate()
    apply_grants()
    if demo not in NO_DEMO and database_is_empty():
        load(demo, settings.DATA)
    connection.close()


def migrate() -> None:
    """Apply the migrations that are missing; none missing is quick."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        say(f"更新数据库结构（{len(missing)} 步）……")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static(target: Path) -> None:
    """Write the static files hashed and compressed, when one of them changed."""
    facts = [(str(path), path.stat().st_mtime_ns) for path in static_sources()]
    want = hashlib.sha256(json.dumps([django.VERSION, facts], default=str).encode()).hexdigest()
    stamp = target / ".stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == want:
        return
    # A library brings several versions of htmx; ours comes with the locked assets.
    other = ["htmx-*", "htmax-*"]
    call_command(
        "collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=other
    )
    stamp.write_text(want, encoding="ascii")


def static_sources() -> list[Path]:
    """Return the static files of every room, as they are before they are collected."""
    found = PACKAGE.glob("*/static/**/*")
    return sorted(path for path in found if path.is_file())


def database_is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM organisations_organisation)")
        (found,) = cursor.fetchone()
    return not found


def load(demo: str, data: Path) -> None:
    """Build the demo population and keep its logins for the next starts to print."""
    say(f"装入演示数据 {demo} ……")
    keep_logins(build(demo, today=timezone.localdate()), data)


def keep_logins(summary: Summary, data: Path) -> None:
    """Keep the demo logins of a population for `run` to print."""
    logins = [dataclasses.asdict(login) for login in summary.logins]
    write_private(data / "demo-logins.json", json.dumps(logins, ensure_ascii=False, indent=1))
