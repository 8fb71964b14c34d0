"""`dangwu recount`: the published file of a secret ballot, counted again."""

import argparse
import json
from pathlib import Path

from dangwu.ballots import recount
from dangwu.config.files import text_of
from dangwu.core.errors import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="公示页下载的复核文件")


def handle(args: argparse.Namespace) -> int:
    # The small program says the rest in its own words: it is also used without this system.
    try:
        json.loads(text_of(Path(args.file), field="FILE"))
    except (ValueError, RecursionError) as error:
        raise InputError("FILE", f"{args.file} 不是公示页下载的复核文件。") from error
    return recount.main([args.file])
