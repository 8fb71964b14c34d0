"""`dangwu health`: whether each part works, without starting anything."""

import argparse
import http.client
import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from dangwu.config import environment
from dangwu.config.output import answer
from dangwu.embedded.server import runs

LOW_SPACE = 1024**3  # bytes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Health takes no arguments."""
    parser.epilog = "各部分正常时退出码为 0，否则为 1。"


def handle(args: argparse.Namespace) -> int:  # noqa: ARG001 (every command's signature)
    data = environment.data_folder()
    parts = {"database": database(data), "web": web(data), "space": space(data)}
    ok = all(part["ok"] for part in parts.values())
    answer({"ok": ok, **parts, "last_backup": last_backup(data)})
    return 0 if ok else 1


def database(data: Path) -> dict[str, object]:
    """Return whether the database answers, and its version."""
    url = environment.own_server()
    if not url and not runs(data):
        return {"ok": False, "text": "内置数据库没有运行"}
    environment.fill(data)
    try:
        with psycopg.connect(url or environment.own_server() or "", connect_timeout=5) as found:
            version = found.info.server_version
    except psycopg.Error as error:
        return {"ok": False, "text": " ".join(str(error).split())}
    return {"ok": True, "version": f"{version // 10000}.{version % 10000}", "embedded": not url}


def web(data: Path) -> dict[str, object]:
    """Return whether the web server that runs from this data folder answers."""
    try:
        url = json.loads((data / "run.json").read_text(encoding="utf-8"))["url"]
    except (OSError, ValueError, KeyError):
        return {"ok": False, "text": "系统没有运行"}
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("HEAD", "/health/")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return {"ok": False, "url": url, "text": str(error)}
    finally:
        connection.close()
    return {"ok": status < 500, "url": url, "status": status}


def space(data: Path) -> dict[str, object]:
    """Return the room left where the data stands."""
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    return {"ok": free > LOW_SPACE, "free_bytes": free}


def last_backup(data: Path) -> str | None:
    dumps = sorted((data / "backups").glob("dangwu-*.dump"))
    return str(dumps[-1]) if dumps else None
