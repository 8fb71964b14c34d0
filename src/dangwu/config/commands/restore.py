"""`dangwu restore FILE`: what the database holds is replaced by a backup, or nothing changes."""

import argparse
from pathlib import Path

from dangwu.config import environment, preparation, serve
from dangwu.config.output import answer
from dangwu.core.errors import InputError
from dangwu.embedded import dump


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="由 dangwu backup 写成的文件")


def handle(args: argparse.Namespace) -> int:
    file: Path = args.file.absolute()
    if not file.is_file():
        raise InputError("FILE", f"找不到 {file}")
    data = environment.data_folder()
    environment.fill(data)
    # A run that is up would work on what is being replaced.
    with serve.only_run(data), environment.database(data) as server:
        dump.restore(environment.owner(server), file)
        preparation.prepare("none", serve.catch_signals())
    answer({"file": str(file), "restored": True})
    return 0
