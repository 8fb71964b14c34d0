"""`dangwu duties`: what an organisation has to do, as JSON."""

import argparse

from django.utils import timezone

from dangwu.config.arguments import code, day, organisation_by_code
from dangwu.config.output import answer
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.reach import Over
from dangwu.rules.queries.duties import duties
from dangwu.sharding.models import Unit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--organisation", required=True, type=code, help="党组织代码；root 为最上级党组织"
    )
    parser.add_argument("--on", type=day, help="截至哪一天，缺省今天")
    parser.add_argument("--subtree", action="store_true", help="包括全部下级党组织")


def handle(args: argparse.Namespace) -> int:
    today = timezone.localdate()
    organisation = organisation_by_code(args.organisation)
    over = _subtree(organisation) if args.subtree else Over.one(organisation)
    answer([duty.as_json() for duty in duties(over, on=args.on or today, today=today)])
    return 0


def _subtree(organisation: Organisation) -> Over:
    if "." in organisation.path:
        return Over.subtree(organisation)
    top = Unit.objects.get(id=organisation.unit_id)
    below = Unit.objects.filter(path__gt=f"{top.path}.", path__lt=f"{top.path}/")
    return Over.subtree(organisation, frozenset(below.values_list("id", flat=True)))
