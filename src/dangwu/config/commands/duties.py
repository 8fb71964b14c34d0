"""`dangwu duties`: what an organisation has to do, as JSON."""

import argparse
from datetime import date

from django.db.models import F
from django.utils import timezone

from dangwu.config.output import answer
from dangwu.core.errors import InputError
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.reach import Over
from dangwu.rules.queries.duties import duties
from dangwu.sharding.models import Unit

ROOT = "root"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, help="党组织代码；root 为最上级党组织")
    parser.add_argument("--on", type=day, help="截至哪一天，缺省今天")
    parser.add_argument("--subtree", action="store_true", help="包括全部下级党组织")


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}，应为 2026-11-21 这样的日期") from None


def handle(args: argparse.Namespace) -> int:
    today = timezone.localdate()
    organisation = organisation_by_code(args.organisation)
    over = _subtree(organisation) if args.subtree else Over.one(organisation)
    answer([duty.as_json() for duty in duties(over, on=args.on or today, today=today)])
    return 0


def organisation_by_code(code: str) -> Organisation:
    """Return the organisation of a code, or the top one for `root`. Raises InputError."""
    rows = Organisation.objects.across_units()
    if code == ROOT:
        found = (
            rows.filter(parent_id__isnull=True, dissolved_on__isnull=True)
            .order_by(F("unit__path"), "path")
            .first()
        )
        if found is None:
            raise InputError("--organisation", "数据库里还没有党组织；请先建立数据集。")
        return found
    matches = list(rows.filter(code=code)[:2])
    if not matches:
        raise InputError("--organisation", f"没有代码为 {code} 的党组织。")
    if len(matches) > 1:
        raise InputError("--organisation", f"代码 {code} 在几个单位里都有，请改用唯一的代码。")
    return matches[0]


def _subtree(organisation: Organisation) -> Over:
    if "." in organisation.path:
        return Over.subtree(organisation)
    top = Unit.objects.get(id=organisation.unit_id)
    below = Unit.objects.filter(path__gt=f"{top.path}.", path__lt=f"{top.path}/")
    return Over.subtree(organisation, frozenset(below.values_list("id", flat=True)))
