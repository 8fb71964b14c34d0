"""`dangwu verify`: the whole audit chain, checked against the records as they stand."""

import argparse

from dangwu.audit.queries import verify_units
from dangwu.config.output import answer
from dangwu.core.errors import InputError
from dangwu.sharding.models import Unit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", type=int, help="只核对这个单位")


def handle(args: argparse.Namespace) -> int:
    if args.unit is not None and not Unit.objects.filter(id=args.unit).exists():
        raise InputError("--unit", f"没有编号为 {args.unit} 的单位。")
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
