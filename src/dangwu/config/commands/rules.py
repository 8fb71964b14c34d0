"""`dangwu rules`: read the rules, and judge meetings, elections, structures, dues and cases.

Needs no database. Judging commands read one JSON object from a file or, with “-”, from standard
input, and write one to standard output.
"""

import argparse
import difflib
import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from dangwu.config.files import text_of
from dangwu.config.output import answer, warn
from dangwu.core.calendar import seed_from_chinesecalendar, shanghai_date
from dangwu.core.casework import evaluate as evaluate_case
from dangwu.core.errors import InputError
from dangwu.core.rulebook.catalogue import (
    comparison_json,
    instrument_json,
    pack_json,
    rule_json,
)
from dangwu.core.rulebook.decide import decide
from dangwu.core.rulebook.dues import dues
from dangwu.core.rulebook.elect import elect
from dangwu.core.rulebook.facts import day
from dangwu.core.rulebook.linking import link
from dangwu.core.rulebook.loader import (
    PackError,
    builtin_texts,
    check_pack,
    load_pack,
    load_rulebook,
)
from dangwu.core.rulebook.records import Pack, Rulebook
from dangwu.core.rulebook.structure import structure
from dangwu.core.rulebook.versions import compare, version

WRONG_INPUT: Final = 2
STANDARD_INPUT: Final = "-"
CALENDAR_YEARS: Final = range(2004, 2100)  # the package answers for the years that it knows

JUDGES: Final[Mapping[str, Callable[[Rulebook, object], dict[str, object]]]] = {
    "decide": lambda rulebook, given: decide(rulebook, given).as_json(),
    "elect": lambda rulebook, given: elect(rulebook, given).as_json(),
    "structure": lambda rulebook, given: structure(rulebook, given).as_json(),
    "dues": lambda rulebook, given: dues(rulebook, given).as_json(),
    "case": lambda rulebook, given: evaluate_case(
        given, rulebook=rulebook, calendar=seed_from_chinesecalendar(CALENDAR_YEARS)
    ),
}
PURPOSES: Final = {
    "decide": "会议是否有效，议案是否通过",
    "elect": "选举是否有效，谁当选，什么要重选",
    "structure": "按人数应当、可以、不得设立什么",
    "dues": "一名党员一个月的党费",
    "case": "一个程序各步骤的状态和期限",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pack", action="append", default=[], type=Path, metavar="文件", help="加用一个地方规则包"
    )
    commands = parser.add_subparsers(dest="action", required=True, metavar="动作")
    listing = commands.add_parser("list", help="列出规则包")
    listing.add_argument("--on", metavar="日期", help="这一天有效的（默认今天）")
    listing.add_argument("--all", action="store_true", help="连同已停止执行的")
    show = commands.add_parser("show", help="一条规则及其出处；写文件的代号则列出全部条文")
    show.add_argument("rule", metavar="规则")
    diff = commands.add_parser("diff", help="两个版本对照")
    diff.add_argument("old", metavar="文件@日期")
    diff.add_argument("new", metavar="文件@日期")
    check = commands.add_parser("check", help="检查规则包")
    check.add_argument("files", nargs="*", type=Path, metavar="文件", help="默认检查内置的全部")
    for name, purpose in PURPOSES.items():
        judging = commands.add_parser(name, help=purpose)
        judging.add_argument("input", metavar="文件", help="JSON 文件；- 表示标准输入")


def handle(args: argparse.Namespace) -> int:
    if args.action == "check":
        return check_files([*args.files, *args.pack])
    rulebook = load_rulebook([(file.name, text_of(file, field="--pack")) for file in args.pack])
    if args.action in JUDGES:
        answer(JUDGES[args.action](rulebook, read_input(args.input)))
    elif args.action == "list":
        answer(listed(rulebook, args.on, everything=args.all))
    elif args.action == "show":
        answer(shown(rulebook, args.rule))
    else:
        answer(comparison_json(compare(version(rulebook, args.old), version(rulebook, args.new))))
    return 0


def read_input(name: str) -> object:
    """Return the JSON value of a file or of standard input; numbers stay exact.

    Raises InputError when it cannot be read.
    """
    try:
        return json.loads(_given(name), parse_float=Decimal, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}列"
        raise InputError("input", f"不是有效的 JSON（{place}）。") from error
    except (RecursionError, ValueError) as error:
        what = "JSON 嵌套太深。" if isinstance(error, RecursionError) else "有一个数太长。"
        raise InputError("input", what) from error


def _given(name: str) -> str:
    if name != STANDARD_INPUT:
        return text_of(Path(name), field="input")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("input", "不是 UTF-8 文字。") from error


def _refuse_constant(text: str) -> object:
    raise InputError("input", f"{text} 不是 JSON 的数。")


def listed(rulebook: Rulebook, on: str | None, *, everything: bool) -> list[dict[str, object]]:
    """Return the packs in force on a day, or all."""
    chosen = day({"on": on}, "on") or shanghai_date(datetime.now(UTC))
    return [
        pack_json(pack)
        for pack in rulebook.packs
        if everything or pack.instrument.in_force(chosen)
    ]


def shown(rulebook: Rulebook, name: str) -> dict[str, object]:
    """Return one rule with its source, or one instrument with its articles.

    Raises InputError when nothing has that name.
    """
    for rule in rulebook.rules():
        if rule.id.lower() == name.lower():
            return rule_json(rule)
    for pack in rulebook.packs:
        if pack.instrument.key.lower() == name.lower():
            return instrument_json(pack)
    names = [rule.id for rule in rulebook.rules()]
    near = difflib.get_close_matches(name, names, n=5, cutoff=0.5)
    hint = f"相近的有：{'、'.join(near)}。" if near else "用 dangwu rules list 查看有哪些文件。"
    raise InputError("rule", f"没有“{name}”这条规则。{hint}")


def check_files(files: list[Path]) -> int:
    """Check the given packs, or the built-in ones, and how they fit with all others."""
    texts = [(str(file), text_of(file, field="FILE")) for file in files] or list(builtin_texts())
    errors = [error for name, text in texts for error in check_pack(text, name)]
    checked: tuple[Pack, ...] = ()
    if not errors:
        checked = tuple(load_pack(text, name) for name, text in texts)
        try:
            link(checked if not files else _among_builtin(checked))
        except PackError as error:
            errors = [error]
    answer(
        {
            "packs": len(checked),
            "rules": sum(len(pack.rules) for pack in checked),
            "ok": not errors,
            "errors": [
                {"file": error.file, "line": error.line, "reason": error.reason}
                for error in errors
            ],
        }
    )
    if errors:
        warn(str(errors[0]))
    return WRONG_INPUT if errors else 0


def _among_builtin(checked: tuple[Pack, ...]) -> tuple[Pack, ...]:
    """Return the packs beside the built-in ones, in the place of those that they are versions of."""
    own = {(pack.instrument.key, pack.instrument.since) for pack in checked}
    others = (
        pack
        for pack in load_rulebook().packs
        if (pack.instrument.key, pack.instrument.since) not in own
    )
    return (*others, *checked)
