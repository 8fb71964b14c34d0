"""`python -m bench [name …]`: measure, and write docs/performance.md.

Each benchmark is a program that prints one JSON object with its figures and the floor measured in
the same run. Those that need a population work in a database of its name beside DATABASE_URL's,
which is built where it is missing. What was measured last is kept in docs/performance.json, so
that one benchmark can be run again alone. Measure on a machine that does nothing else.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from bench.rows import page
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
KEPT = PAGE.with_suffix(".json")
# Name → program and the population it needs.
RUNS: dict[str, tuple[str, str]] = {
    "duties": ("bench/duties.py", "city"),
    "duties-nation": ("bench/duties.py", "nation-100000"),
    "pages": ("bench/pages.py", "city"),
    "search": ("bench/search.py", "city"),
    "finder": ("bench/finder.py", "city"),
    "roster": ("bench/roster.py", "city"),
    "ballots": ("bench/ballots.py", "city"),
    "door": ("bench/door.py", "city"),
    "documents": ("bench/documents.py", ""),
    "start": ("bench/start.py", ""),
}


def machine() -> str:
    """Return the size of this machine in words."""
    memory = next(
        int(line.split()[1]) // 1024**2
        for line in Path("/proc/meminfo").read_text().splitlines()
        if line.startswith("MemTotal")
    )
    return f"{os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def database(population: str) -> str:
    """Return the URL of the population's database, built first where it is missing."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"{parts.path.lstrip('/')}_{population}"
    url = urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        found = server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    if found is None:
        print(f"building {population} …", flush=True)
        build = [sys.executable, "-m", "dangwu.config.cli", "population", population]
        subprocess.run(build, env=environment(url), check=True)
    return url


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": url}


def run(name: str) -> dict[str, Any]:
    """Return what one benchmark printed, or why it did not."""
    program, population = RUNS[name]
    url = database(population) if population else os.environ["DATABASE_URL"]
    done = subprocess.run(
        [sys.executable, program],
        cwd=ROOT,
        env=environment(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"{', '.join(RUNS)}; all without one")
    options = parser.parse_args()
    if unknown := set(options.names) - set(RUNS):
        parser.error(f"no benchmark of this name: {', '.join(sorted(unknown))}")
    kept: dict[str, dict[str, Any]] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    failed = False
    for name in options.names or RUNS:
        print(f"{name} …", flush=True)
        found = run(name)
        print(json.dumps(found, ensure_ascii=False), flush=True)
        failed = failed or "failed" in found
        day = datetime.now(UTC).date().isoformat()
        kept[name] = {"measured": day, "machine": machine(), "found": found}
        KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page(kept), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
