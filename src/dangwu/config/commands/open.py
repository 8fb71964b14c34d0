"""`dangwu open`: the first unit of an installation, or another one, with its administrator."""

import argparse
import getpass
import os
import sys
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from dangwu.config.output import answer
from dangwu.core.errors import InputError
from dangwu.organisations.actions.founding import found_unit
from dangwu.sharding.grants import apply_grants
from dangwu.sharding.models import Unit

CATEGORY_OF = {"county": "county", "city": "city", "province": "city", "nation": "city"}


@dataclass(frozen=True, slots=True)
class Operator:
    """Who sits at the machine: no account."""

    account_id: uuid.UUID | None
    name: str
    now: datetime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", required=True, help="单位代码，也是最上级党组织的代码")
    parser.add_argument("--name", required=True, help="单位名称，如 示范县")
    parser.add_argument("--level", default="county", help="county、city、province、nation")
    parser.add_argument("--above", help="上级单位的代码")
    parser.add_argument("--organisation", required=True, help="最上级党组织的名称")
    parser.add_argument("--founded-on", help="该党组织成立日期；缺省为今天")
    parser.add_argument("--login", default="guanli", help="系统管理员的登录名")


def handle(args: argparse.Namespace) -> int:
    above = Unit.objects.filter(code=args.above).first() if args.above else None
    if args.above and above is None:
        raise InputError("above", f"没有代码为“{args.above}”的单位")
    now = timezone.now()
    top = found_unit(
        actor=Operator(None, "命令行", now),
        code=args.code,
        name=args.name,
        level=args.level,
        above=above,
        organisation=args.organisation,
        category=CATEGORY_OF.get(args.level, "county"),
        founded_on=_day(args.founded_on, timezone.localdate(now)),
        login=args.login,
        password=_password(),
    )
    apply_grants()
    answer({"unit": top.unit_id, "organisation": top.code, "login": args.login})
    return 0


def _password() -> str:
    """Read the first password from DANGWU_ADMIN_PASSWORD, the keyboard or standard input."""
    if given := os.environ.get("DANGWU_ADMIN_PASSWORD"):
        return given
    if sys.stdin.isatty():
        return getpass.getpass("系统管理员的初始密码（至少10个字符）：")
    return sys.stdin.readline().strip()


def _day(text: str | None, today: date) -> date:
    if text is None:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("founded_on", "应为日期，如 1950-07-01") from error
