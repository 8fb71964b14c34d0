"""`dangwu prepare` as a process that ends, and when it may be left out."""

import hashlib
import os
import sys
import threading
from pathlib import Path

from dangwu.config.children import Child, stop
from dangwu.core.errors import DomainError
from dangwu.embedded.place import stored, write_private
from dangwu.embedded.server import Server

PACKAGE = Path(__file__).resolve().parents[1]
WRONG_INPUT = 2  # exit code


def prepare(demo: str, stopping: threading.Event) -> None:
    """Migrate, grant, load the demo where the database is empty; in a process that ends.

    Stops it, and returns, when the end is asked for. Raises DomainError when it did not succeed.
    """
    os.environ["DANGWU_STATIC"] = "collected"
    command = [sys.executable, "-m", "dangwu.config.cli", "prepare", "--demo", demo]
    child = Child("准备", command, {**os.environ})
    child.start()
    while not child.ended() and not stopping.is_set():
        stopping.wait(0.05)
    code = stop([child])
    if stopping.is_set() or code == 0:
        return
    if code == WRONG_INPUT:
        raise SystemExit(WRONG_INPUT)  # the field was named already
    raise DomainError("数据库没有准备好，原因见上。排除后再次启动即可继续。")


def prepare_when_changed(
    demo: str, data: Path, server: Server | None, stopping: threading.Event
) -> None:
    """Prepare, unless program and embedded cluster are those that were prepared last.

    A server of the site's own may have changed behind our back: it is prepared every time.
    """
    os.environ["DANGWU_STATIC"] = "collected"
    note = data / "prepared"
    if server and note.exists() and note.read_text(encoding="utf-8") == fingerprint(demo, data):
        return
    note.unlink(missing_ok=True)
    prepare(demo, stopping)
    if server and not stopping.is_set():
        write_private(note, fingerprint(demo, data))


def fingerprint(demo: str, data: Path) -> str:
    """Return a digest of every file of the program and of which cluster it works with."""
    digest = hashlib.sha256(f"{demo} {PACKAGE} {sys.version} {stored(data)}".encode())
    collected = (data / "static" / ".stamp").exists()
    digest.update(f"{collected}".encode())
    for folder, folders, files in os.walk(PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            path = Path(folder, name)
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}".encode())
    return digest.hexdigest()
