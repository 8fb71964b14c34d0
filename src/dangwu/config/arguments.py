"""Arguments that several commands take: a day, and an organisation by its code."""

import argparse
from datetime import date
from typing import Final

from dangwu.core.errors import InputError
from dangwu.core.rulebook.facts import day as read_day
from dangwu.organisations.models import Organisation
from dangwu.sharding.models import Unit

ROOT: Final = "root"
YEARS: Final = range(1900, 2200)


def day(text: str) -> date:
    """Return the day that an argument names, for `type=` of argparse."""
    try:
        found = read_day({"day": text}, "day")
    except InputError as error:
        raise argparse.ArgumentTypeError(error.words) from None
    if found is None or found.year not in YEARS:
        raise argparse.ArgumentTypeError(f"应在{YEARS[0]}年至{YEARS[-1]}年之间。")
    return found


def code(text: str) -> str:
    """Return the code that an argument names, for `type=` of argparse: bytes that are text."""
    if not text.isprintable():
        raise argparse.ArgumentTypeError("不是 UTF-8 文字。")
    return text


def organisation_by_code(name: str, *, option: str = "--organisation") -> Organisation:
    """Return the organisation of a code, or the top one for `root`.

    The command line stands above the units. Raises InputError when none or several have the code.
    """
    if name == ROOT:
        return _top(option)
    found = list(Organisation.objects.across_units().filter(code=name)[:2])
    if not found:
        raise InputError(option, f"没有代码为“{name}”的党组织，可用 root 或组织代码。")
    if len(found) > 1:
        raise InputError(option, f"代码“{name}”在几个单位里都有，请改用唯一的代码。")
    return found[0]


def _top(option: str) -> Organisation:
    """Return the top organisation of what is loaded.

    A level above that stands alone in its unit, over one other unit only, is the frame of what is
    loaded and not its top: the city above the county of the demo.
    """
    for unit in Unit.objects.order_by("path"):
        top = _top_of(unit)
        if top is None:
            continue
        below = list(Unit.objects.filter(path__gt=f"{unit.path}.", path__lt=f"{unit.path}/")[:2])
        alone = not Organisation.objects.filter(unit_id=unit.id).exclude(id=top.id).exists()
        inner = _top_of(below[0]) if alone and len(below) == 1 else None
        return inner or top
    raise InputError(option, "数据库里还没有党组织，请先建立数据集。")


def _top_of(unit: Unit) -> Organisation | None:
    """Return the organisation of a unit that stands under no other of it."""
    rows = Organisation.objects.filter(unit_id=unit.id)
    return rows.filter(parent_id__isnull=True, dissolved_on__isnull=True).order_by("path").first()
