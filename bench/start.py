"""Cold and warm start of the whole system, beside `python -c pass` and an import of Django.

Cold: an empty data folder, cluster made, migrations, county population, first page. Warm: the same
folder again. Needs the installed environment (`python3 start.py install`).
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path


def first_page(data: str, port: int) -> float:
    """Return the seconds from the command to an answered sign-in page; then stop all."""
    environment = {**os.environ, "DANGWU_DATA": data}
    environment.pop("DATABASE_URL", None)
    began = time.perf_counter()
    system = subprocess.Popen(
        [str(Path(sys.executable).with_name("dangwu")), "run", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while system.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5) as page:
                    page.read()
                return time.perf_counter() - began
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise SystemExit("dangwu run ended by itself")
    finally:
        system.send_signal(signal.SIGINT)
        system.wait(timeout=60)


def timed(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began


def main() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="dangwu-bench-") as data:
        cold = first_page(data, port)
        warm = sorted(first_page(data, port) for _run in range(3))
    floor = timed(sys.executable, "-c", "pass")
    django = timed(sys.executable, "-c", "import django")
    figures = {
        "bench": "start",
        "cold_seconds": round(cold, 1),
        "warm_seconds_median": round(warm[1], 2),
        "floor_python_seconds": round(floor, 3),
        "floor_import_django_seconds": round(django, 3),
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
