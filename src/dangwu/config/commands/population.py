"""`dangwu population`: build a demo or test population in the configured, empty database."""

import argparse
import time

from django.conf import settings
from django.utils import timezone

from dangwu.config.commands.prepare import keep_logins, migrate
from dangwu.config.output import answer
from dangwu.populations.load import build
from dangwu.sharding.grants import apply_grants


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("profile", help="county、city、fire 或 nation-N（N 为组织数）")


def handle(args: argparse.Namespace) -> int:
    began = time.monotonic()
    migrate()
    apply_grants()
    summary = build(args.profile, today=timezone.localdate())
    keep_logins(summary, settings.DATA)
    answer(
        {
            "profile": summary.profile,
            "root": summary.root,
            "rows": summary.counts,
            "seconds": round(time.monotonic() - began, 1),
        }
    )
    return 0
