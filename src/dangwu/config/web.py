"""The web server as a process: it loads the product once, and its workers are forked from it.

What is loaded before the fork is in memory once and not once a worker.
"""

import argparse
import gc
from collections.abc import Iterable
from importlib import import_module

from django.db import connections
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

APPLICATION = "dangwu.config.wsgi:application"
WORKERS = 2
THREADS = 2  # a worker; each holds one connection
THREAD_STAYS = 600  # idle seconds; its connection ends with it
END_AFTER = 5  # seconds


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="dangwu.config.web")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    args = parser.parse_args()
    load()
    Server(
        APPLICATION,
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=WORKERS,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=THREAD_STAYS,
        workers_kill_timeout=END_AFTER,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def load() -> None:
    """Load the application and every view, and leave nothing that two processes must not share.

    Connections are opened by the workers. Frozen objects are not looked at by the collector,
    which would write into their pages and so copy them.
    """
    import_module(APPLICATION.partition(":")[0])
    visit(get_resolver().url_patterns)
    get_template("web/base.html")
    connections.close_all()
    gc.collect()
    gc.freeze()


def visit(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Read all addresses, with the modules of their views."""
    for each in patterns:
        if isinstance(each, URLResolver):
            visit(each.url_patterns)


if __name__ == "__main__":
    main()
