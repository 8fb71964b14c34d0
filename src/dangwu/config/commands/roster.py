"""`dangwu roster`: workbooks into the register and out of it, from a script."""

import argparse
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from dangwu.accounts.access import Access, Reach
from dangwu.accounts.models import Role
from dangwu.config.arguments import code, day, organisation_by_code
from dangwu.config.files import content_of as bytes_of
from dangwu.config.files import write
from dangwu.config.output import answer
from dangwu.core.errors import InputError
from dangwu.exchange import actions, jobs
from dangwu.exchange.columns import COLUMNS, REQUIRED
from dangwu.exchange.models import RosterImport
from dangwu.exchange.queries import findings_of
from dangwu.exchange.reading import UnreadableFileError
from dangwu.exchange.storage import content_of
from dangwu.exchange.writing.roster import roster_workbook
from dangwu.organisations.models import Organisation
from dangwu.sharding.models import Unit
from dangwu.sharding.queries import unit_guard

ANNOTATED = "-核对结果.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="import|export")
    bring = verbs.add_parser("import", help="导入一个花名册", allow_abbrev=False)
    bring.add_argument("file", type=Path, metavar="FILE", help=".xlsx 或 .csv 文件")
    bring.add_argument(
        "--unit", required=True, type=code, metavar="CODE", help="单位代码或党组织代码"
    )
    bring.add_argument("--dry-run", action="store_true", help="只核对，不导入")
    bring.add_argument("--apply-changes", action="store_true", help="同时采用对已有人员的更改")
    bring.add_argument("--all-or-nothing", action="store_true", help="全部正确才导入")
    bring.add_argument("--members-from", type=day, metavar="D", help="组织关系起始日，缺省今天")
    take = verbs.add_parser("export", help="导出一个花名册", allow_abbrev=False)
    take.add_argument(
        "--organisation", required=True, type=code, metavar="CODE", help="党组织代码或 root"
    )
    take.add_argument("--full-numbers", action="store_true", help="号码写全，会记入审计")
    take.add_argument("file", type=Path, metavar="FILE", help="写到这个 .xlsx 文件")


def handle(args: argparse.Namespace) -> int:
    with unit_guard(on=False):
        return bring_in(args) if args.verb == "import" else take_out(args)


def bring_in(args: argparse.Namespace) -> int:
    """Import a file; rejected rows also go into an annotated workbook beside it."""
    content = bytes_of(args.file, field="FILE")
    organisation = top_of(args.unit)
    actor = at_the_keyboard(organisation)
    try:
        roster = look_at(actor, organisation, args.file.name, content)
    except UnreadableFileError as refusal:
        raise InputError("FILE", str(refusal)) from refusal
    fields = set(roster.mapping.values())
    if missing := [COLUMNS[name].title for name in REQUIRED if name not in fields]:
        raise InputError("FILE", f"没有找到必需的栏目：{'、'.join(missing)}")
    roster = check(actor, roster, args.members_from or actor.today)
    with transaction.atomic():
        report = report_of(roster)
        if roster.annotated:
            beside = args.file.with_name(f"{args.file.stem}{ANNOTATED}")
            write(beside, content_of(roster.annotated), field="FILE")
    finish(actor, roster, args)
    answer(report)
    return 0


def look_at(actor: Access, organisation: Organisation, name: str, content: bytes) -> RosterImport:
    with transaction.atomic():
        roster = actions.upload_roster(
            actor=actor, organisation=organisation, name=name, content=content
        )
        if roster.state == RosterImport.State.UPLOADED:
            jobs.look_into(roster, content)
    return roster


def check(actor: Access, roster: RosterImport, members_from: date) -> RosterImport:
    choices = actions.Choices(
        sheets=list(roster.chosen_sheets),
        mapping=roster.mapping,
        with_hidden=False,
        members_from=members_from,
    )
    roster = actions.choose_columns(actor=actor, roster=roster, choices=choices)
    return jobs.run_check(roster, units=frozenset({roster.unit_id}))


def finish(actor: Access, roster: RosterImport, args: argparse.Namespace) -> None:
    """Import what was checked, or give it up after a dry run."""
    wanted = roster.fresh or (args.apply_changes and roster.changed)
    stopped = args.all_or_nothing and roster.rejected
    if args.dry_run or stopped or not wanted:
        actions.discard_roster(actor=actor, roster=roster)
        return
    with transaction.atomic():
        actions.begin_import(
            actor=actor,
            roster=roster,
            apply_changes=args.apply_changes,
            only_if_all_right=args.all_or_nothing,
        )
        jobs.run_import(actor=actor, roster_id=roster.id, unit_id=roster.unit_id)


def report_of(roster: RosterImport) -> dict[str, object]:
    rejected = findings_of(roster, notices=False).values(
        "sheet", "row", "column", "value", "reason"
    )
    return {
        "rows": roster.total,
        "accepted": roster.accepted,
        "fresh": roster.fresh,
        "changed": roster.changed,
        "same": roster.same,
        "rejected": list(rejected),
    }


def take_out(args: argparse.Namespace) -> int:
    """Write the roster of an organisation and all below it."""
    organisation = organisation_by_code(args.organisation)
    with transaction.atomic():
        content, rows = roster_workbook(organisation, list(COLUMNS), reveal=args.full_numbers)
        actions.record_export(
            actor=at_the_keyboard(organisation),
            organisation=organisation,
            columns=list(COLUMNS),
            reveal=args.full_numbers,
        )
    write(args.file, content, field="FILE")
    answer({"organisation": organisation.code, "rows": rows, "file": str(args.file)})
    return 0


def at_the_keyboard(organisation: Organisation) -> Access:
    """Return the access of who runs the command on the server: this organisation and below."""
    now = timezone.now()
    reach = Reach(Role.CLERK, organisation.unit_id, organisation.id, organisation.path)
    return Access(None, "命令行", timezone.localdate(now), now, (reach,), organisation.unit_id)


def top_of(code: str) -> Organisation:
    """Return the organisation that a roster is for: the top of a unit, or one by its own code."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        return organisation_by_code(code, option="--unit")
    top = (
        Organisation.objects.filter(unit_id=unit.id, parent__isnull=True).order_by("path").first()
    )
    if top is None:
        raise InputError("--unit", f"单位“{code}”还没有党组织")
    return top
