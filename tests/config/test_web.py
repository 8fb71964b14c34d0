"""What the web server holds in memory before the first request."""

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
# Each is some megabytes of every process, and most processes never use it.
OF_TASKS = ("docx", "icalendar", "lxml", "segno", "typst", "xlsxwriter")
LOADED = """
import sys
import django
django.setup()
from django.db import connections
from dangwu.config.web import load
load()
print([name for name in sys.argv[1:] if name in sys.modules])
print([c.alias for c in connections.all() if c.connection is not None])
print("dangwu.workbench.views.today" in sys.modules)
"""


def test_pages_are_loaded_without_the_libraries_of_tasks_and_without_a_connection() -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", LOADED, *OF_TASKS],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )

    assert done.stdout.split("\n") == ["[]", "[]", "True", ""]
