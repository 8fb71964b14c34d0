"""`python -m bench`: run every benchmark and write the table of docs/performance.md.

Each benchmark is a program that prints one JSON line with its figure and the floor measured in the
same run. Those that need a population build it in databases beside DATABASE_URL's.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
RUNS: dict[str, list[str]] = {
    "duties": ["bench/duties.py"],
    "roster": ["bench/roster.py"],
    "pages": ["bench/pages.py"],
    "search": ["bench/search.py"],
    "documents": ["bench/documents.py"],
    "start": ["bench/start.py"],
    "ballots": ["bench/ballots.py"],
    "door": ["bench/door.py"],
}


def machine() -> str:
    """Return the size of this machine in words."""
    memory = next(
        int(line.split()[1]) // 1024**2
        for line in Path("/proc/meminfo").read_text().splitlines()
        if line.startswith("MemTotal")
    )
    return f"{os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def run(name: str) -> dict[str, object]:
    """Return what one benchmark printed last, or why it did not."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, *RUNS[name]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        return {"bench": name, "failed": done.stderr.strip().splitlines()[-1:]}
    found: dict[str, object] = json.loads(lines[-1])
    return found


def table(results: list[dict[str, object]]) -> str:
    """Return the page: one section per benchmark with every figure it printed."""
    day = datetime.now(UTC).date().isoformat()
    parts = [
        "# Performance",
        f"Measured {day} on {machine()}. Made by `python -m bench`; every figure stands beside a floor of the same run.",
    ]
    for result in results:
        rows = "\n".join(
            f"| {key} | {json.dumps(value, ensure_ascii=False)} |"
            for key, value in result.items()
            if key != "bench"
        )
        parts.append(f"## {result['bench']}\n\n| figure | value |\n|---|---|\n{rows}")
    return "\n\n".join(parts) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(RUNS), help="which benchmarks")
    options = parser.parse_args()
    results = []
    for name in options.names or list(RUNS):
        print(f"{name} …", flush=True)
        results.append(run(name))
        print(json.dumps(results[-1], ensure_ascii=False))
    PAGE.write_text(table(results), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
