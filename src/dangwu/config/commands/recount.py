"""`dangwu recount`: the published file of a secret ballot, counted again."""

import argparse

from dangwu.ballots import recount


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="公示页下载的复核文件")


def handle(args: argparse.Namespace) -> int:
    return recount.main([args.file])
