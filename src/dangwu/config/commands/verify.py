"""`dangwu verify`: the whole audit chain, checked against the records as they stand."""

import argparse

from dangwu.audit.queries import verify_units
from dangwu.config.output import answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", type=int, help="只核对这个单位")


def handle(args: argparse.Namespace) -> int:
    found = verify_units([args.unit] if args.unit is not None else None)
    answer(
        {
            "entries": found.entries,
            "seals": found.seals,
            "unsealed": found.unsealed,
            "ok": found.ok,
            "first_bad": found.first_bad,
        }
    )
    return 0
