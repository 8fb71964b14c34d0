"""`dangwu backup FILE`: the whole database in one file."""

import argparse
from pathlib import Path

from dangwu.config import environment
from dangwu.config.output import answer
from dangwu.core.errors import InputError
from dangwu.embedded import dump


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="写入的文件；已有的不会覆盖")


def handle(args: argparse.Namespace) -> int:
    file: Path = args.file.absolute()
    if file.exists():
        raise InputError("FILE", f"{file} 已存在，请换一个文件名")
    if not file.parent.is_dir():
        raise InputError("FILE", f"目录 {file.parent} 不存在，请先建立")
    data = environment.data_folder()
    keys = None if environment.own_keys() else str(data / "secrets.json")
    environment.fill(data)
    with environment.database(data) as server:
        dump.dump(environment.administrator(server), file)
    answer({"file": str(file), "bytes": file.stat().st_size, "keep_with_it": keys})
    return 0
