"""`dangwu distribute`: check the tables against the laws of the data, or spread them on a cluster."""

import argparse

import psycopg

from dangwu.config.output import answer
from dangwu.core.errors import InputError
from dangwu.sharding.distribute import distribute, plan, problems

UNFIT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="只核对各表能否分布，不改动")
    parser.add_argument("--coordinator", help="Citus 协调节点的地址，postgresql://…")


def handle(args: argparse.Namespace) -> int:
    found = [{"table": problem.table, "reason": problem.reason} for problem in problems()]
    if args.check:
        answer({"ok": not found, "problems": found, "distributed": len(plan().distributed)})
        return UNFIT if found else 0
    if not args.coordinator:
        raise InputError("coordinator", "请给出 Citus 协调节点的地址，或用 --check 只作核对")
    if found:
        answer({"ok": False, "problems": found})
        return UNFIT
    try:
        done = distribute(args.coordinator)
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise InputError("coordinator", f"不能分布到这个地址，没有改动：{reason}") from error
    answer({"ok": True, "reference": done.reference, "distributed": done.distributed})
    return 0
