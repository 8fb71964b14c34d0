"""`dangwu report`: what the register says, for a person or a program."""

import argparse
from dataclasses import asdict

from django.utils import timezone

from dangwu.config.arguments import code, day, organisation_by_code
from dangwu.config.output import answer, say
from dangwu.core.errors import InputError
from dangwu.reports.queries import situation
from dangwu.reports.writing import report_text, share

READY = ("json", "text")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=["situation", "statistics"], help="哪一种报告")
    parser.add_argument(
        "--organisation", required=True, type=code, help="党组织代码，root 为最上级"
    )
    parser.add_argument("--on", type=day, help="截至日期，如 2026-11-21；缺省为今天")
    parser.add_argument(
        "--format", default="json", choices=["json", "xlsx", "docx", "pdf", "text"]
    )


def handle(args: argparse.Namespace) -> int:
    if args.kind == "statistics":
        raise InputError("kind", "年报统计表尚未提供，目前可用 situation")
    if args.format not in READY:
        raise InputError("format", f"{args.format} 尚未提供，目前可用 {'、'.join(READY)}")
    organisation = organisation_by_code(args.organisation)
    found = situation(organisation, on=args.on or timezone.localdate())
    if args.format == "text":
        say(report_text(found))
        return 0
    figures = asdict(found)
    figures["by_occupation"] = [
        {**asdict(part), "share": share(part.count, found.members)} for part in found.by_occupation
    ]
    answer({"report": "situation", "text": report_text(found), **figures})
    return 0
