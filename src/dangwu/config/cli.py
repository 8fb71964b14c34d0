"""The `dangwu` command: finds the sub-command's module, reads the arguments, gives the exit code.

A sub-command is a module of `dangwu.config.commands` with two functions:

    add_arguments(parser)    declares its arguments
    handle(args) -> int      does the work and returns the exit code

Only the module of the command at hand is loaded. With `database=True` it is loaded after Django
is set up, so it imports models at its top, and `handle` runs while the database is there.
"""

import argparse
import importlib
import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol, cast

from dangwu.core.errors import DomainError, InputError

WRONG_INPUT = 2
FAULT = 1
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Command:
    """One sub-command.

    module: in `dangwu.config.commands`; purpose: one line of the help.
    database: whether the work needs Django and the database.
    """

    module: str
    purpose: str
    database: bool = True


class Handler(Protocol):
    """What a sub-command's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def handle(self, args: argparse.Namespace) -> int: ...


COMMANDS = {
    "run": Command("run", "启动数据库、网站和后台任务", database=False),
    "prepare": Command("prepare", "更新数据库结构和权限，不启动网站"),
    "open": Command("open", "开设一个单位、它的最上级党组织和系统管理员"),
    "population": Command("population", "建立一个演示或测试用的数据集"),
    "rules": Command(
        "rules", "查阅规则，并按规则判断表决、选举、设置、党费和程序", database=False
    ),
    "duties": Command("duties", "列出党组织当前应做的工作"),
    "roster": Command("roster", "导入、导出花名册"),
    "report": Command("report", "生成统计表或情况报告"),
    "verify": Command("verify", "核对全部审计记录的链"),
    "recount": Command("recount", "按公示的复核文件重新计算一次线上投票", database=False),
    "rehearse": Command("rehearse", "演练一次大会：会场入口、大屏、手机投票，结束后全部清除"),
    "backup": Command("backup", "把数据库备份到一个文件", database=False),
    "restore": Command("restore", "从备份文件恢复数据库", database=False),
    "health": Command("health", "检查各部分是否正常", database=False),
    "distribute": Command("distribute", "把数据表分布到 Citus 集群"),
}

# What argparse says, in the words of the screens.
TRANSLATIONS = (
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        r"参数 \1：不能是 \2，可用 \3",
    ),
    (r"argument (.+?): invalid int value: (.+)", r"参数 \1：应为整数，不能是 \2"),
    (r"argument (.+?): invalid .*value: (.+)", r"参数 \1：不能是 \2"),
    (r"argument (.+?): expected .*argument", r"参数 \1：缺少值"),
    (r"argument (.+?): (.+)", r"参数 \1：\2"),
    (r"the following arguments are required: (.+)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.+)", r"没有这样的参数：\1"),
)


class OneLineParser(argparse.ArgumentParser):
    """A parser whose refusal is one line on standard error and exit code 2."""

    def error(self, message: str) -> NoReturn:
        line = " ".join(message.split())
        for pattern, chinese in TRANSLATIONS:
            if re.fullmatch(pattern, line):
                line = re.sub(pattern, chinese, line)
                break
        self.exit(WRONG_INPUT, f"{self.prog}：{line}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one `dangwu` command and return its exit code."""
    if arguments is None:
        speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        print(overview())  # noqa: T201 (the command's answer)
        return 0
    if given[0] not in COMMANDS:
        return refuse(f"dangwu：没有 {given[0]} 这个命令，可用 {'、'.join(COMMANDS)}", WRONG_INPUT)
    try:
        return perform(given[0], given[1:])
    except InputError as refusal:
        return refuse(str(refusal), WRONG_INPUT)
    except DomainError as refusal:
        return refuse(str(refusal), FAULT)
    except KeyboardInterrupt:
        return INTERRUPTED


def speak_utf8() -> None:
    """Answer in UTF-8 whatever the terminal's locale; nothing we print can fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def overview() -> str:
    lines = (f"  {name:<12}{command.purpose}" for name, command in COMMANDS.items())
    return "\n".join(
        ("dangwu 命令 [参数]", "", *lines, "", "用 dangwu 命令 --help 查看该命令的参数。")
    )


def refuse(text: str, code: int) -> int:
    """Say why in one line on standard error."""
    print(" ".join(text.splitlines()), file=sys.stderr)  # noqa: T201 (the command's answer)
    return code


def perform(name: str, arguments: Sequence[str]) -> int:
    """Read the arguments of one sub-command, then do its work."""
    command = COMMANDS[name]
    if not command.database:
        handler = load(command)
        return handler.handle(parse(name, handler, arguments))
    # Imported here: `dangwu rules` needs neither Django nor a database driver.
    environment = importlib.import_module("dangwu.config.environment")
    data = environment.data_folder()
    environment.fill(data)
    importlib.import_module("django").setup()
    handler = load(command)
    parsed = parse(name, handler, arguments)
    with environment.database(data):
        return handler.handle(parsed)


def load(command: Command) -> Handler:
    return cast("Handler", importlib.import_module(f"dangwu.config.commands.{command.module}"))


def parse(name: str, handler: Handler, arguments: Sequence[str]) -> argparse.Namespace:
    parser = OneLineParser(
        prog=f"dangwu {name}", description=COMMANDS[name].purpose, allow_abbrev=False
    )
    handler.add_arguments(parser)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
