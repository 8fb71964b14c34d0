"""A roster of 200,000 rows and 25 columns, from upload to committed, beside its floor.

    python bench/roster.py [ROWS]

The floor, measured in the same run: reading the workbook and one COPY of its cells as text.
Works in the configured database in a unit of its own, which it removes again. Prints JSON.
"""

import contextlib
import io
import json
import os
import random
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import django
import python_calamine
import xlsxwriter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - after django.setup()
from django.utils import timezone  # noqa: E402

from dangwu.accounts.access import Access, Reach  # noqa: E402
from dangwu.accounts.models import Role  # noqa: E402
from dangwu.core.identity import synthetic_id_number  # noqa: E402
from dangwu.exchange import actions, jobs  # noqa: E402
from dangwu.exchange.models import RosterImport  # noqa: E402
from dangwu.organisations.models import Organisation  # noqa: E402
from dangwu.sharding.models import Unit  # noqa: E402

UNIT = 990_001
BRANCHES = 4_000
TARGET_SECONDS = 90
HEADINGS = (
    "序号", "姓名", "公民身份号码", "性别", "出生日期", "民族", "籍贯", "婚姻状况", "学历", "学位",
    "人员类别", "所在党支部", "党员编号", "进入支部日期", "入党日期", "转正日期", "入党时所在支部",
    "手机号码", "工作单位及职务", "工作岗位", "是否农民工", "现居住地", "户籍所在地", "月应交党费",
    "备注",
)  # fmt: skip
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文辉玉兰红梅志强"


def line(number: int, chance: random.Random) -> list[str]:
    """One sound row, with the spellings that offices use."""
    born = date(1940, 1, 1) + timedelta(days=number // 999 * 37 % 24_000)
    joined = date(born.year + 25, chance.randint(1, 12), chance.randint(1, 28))
    sequence = number % 999 + 1
    division = f"99{number // 999 % 10_000:04d}"
    identity = synthetic_id_number(birth=born, sequence=sequence, division=division)
    name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))
    return [
        str(number), name, identity, "男" if sequence % 2 else "女", f"{born:%Y.%m}",
        chance.choice(("汉族", "汉", "01", "蒙古族")), "示范县", chance.choice(("已婚", "未婚")),
        chance.choice(("大学本科毕业", "大专", "高中", "初中")), "", "正式党员",
        f"第{number % BRANCHES}村党支部", f"DY{number:08d}", "2015年7月",
        chance.choice((f"{joined:%Y.%m}", f"{joined:%Y/%m/%d}", f"{joined:%Y%m%d}")),
        f"{joined.replace(year=joined.year + 1):%Y-%m-%d}", "老村党支部",
        f"100{number:08d}", "务农", "农牧民", "否", f"示范镇第{number % BRANCHES}村",
        "示范县示范镇", "0.20", "",
    ]  # fmt: skip


def make_workbook(rows: int) -> bytes:
    """Return the roster as an .xlsx."""
    chance = random.Random(20261121)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading)
        for number in range(1, rows + 1):
            for column, cell in enumerate(line(number, chance)):
                sheet.write_string(number, column, cell)
    return buffer.getvalue()


def floor(content: bytes) -> None:
    """Read the workbook and COPY its cells as they are."""
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(
        0
    )
    columns = ", ".join(f"c{place} text" for place in range(len(HEADINGS)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE floor ({columns}) ON COMMIT DROP")
        with cursor.copy("COPY floor FROM STDIN") as copy:
            for row in sheet.iter_rows():
                copy.write_row(row)


def set_up() -> tuple[Organisation, Access]:
    """Return the committee of the unit with its branches, and its clerk."""
    Unit.objects.create(id=UNIT, code="BENCH", name="基准县", level="county", path=str(UNIT))
    top = Organisation.objects.create(
        unit_id=UNIT, code="B", name="基准县委", kind="committee", category="county",
        label="0001", path="0001", founded_on=date(2000, 1, 1),
    )  # fmt: skip
    Organisation.objects.bulk_create(
        Organisation(
            unit_id=UNIT, code=f"B{number}", name=f"第{number}村党支部", kind="branch",
            category="village", parent=top, label=f"{number:04d}", path=f"0001.{number:04d}",
            founded_on=date(2000, 1, 1),
        )
        for number in range(BRANCHES)
    )  # fmt: skip
    now = timezone.now()
    reach = Reach(Role.CLERK, UNIT, top.id, top.path)
    return top, Access(None, "基准", timezone.localdate(now), now, (reach,), UNIT)


def clean_up() -> None:
    """Remove everything of the unit."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in (
            "members_standingperiod", "members_membership", "members_identityclaim",
            "members_person", "exchange_rosterrow", "exchange_rosterfinding",
            "exchange_rosterimport", "exchange_rosterchunk", "exchange_rosterfile",
            "exchange_rememberedmapping", "audit_entry", "organisations_organisation",
        ):  # fmt: skip
            cursor.execute(f"DELETE FROM {table} WHERE unit_id = %s", [UNIT])  # noqa: S608
        cursor.execute("DELETE FROM sharding_unit WHERE id = %s", [UNIT])
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'unit' = %s", [str(UNIT)])


def processor_seconds() -> dict[str, float]:
    """Time on the processor of this process, of those it started, and of its database connection.

    The connection's is nought where the database is not on this machine.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    user, system = ("0", "0")
    if status.exists():
        user, system = status.read_text().rpartition(")")[2].split()[11:13]
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "here": time.process_time(),
        "aside": started.ru_utime + started.ru_stime,
        "database": (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"),
    }


def resident_megabytes() -> float:
    """Memory that this process and those it started hold now."""
    pages = 0
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            if os.getpid() in (int(entry.name), int(parent)):
                pages += int((entry / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


@contextlib.contextmanager
def watched_memory() -> Iterator[list[float]]:
    """Give a list whose one number is the most memory held at once, looked at twice a second."""
    most, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            most[0] = max(most[0], resident_megabytes())

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def steps(
    content: bytes, top: Organisation, clerk: Access
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield name and work of each step, in order."""
    found: list[RosterImport] = []

    def upload() -> None:
        found.append(
            actions.upload_roster(
                actor=clerk, organisation=top, name="花名册.xlsx", content=content
            )
        )

    def look() -> None:
        if found[0].state == RosterImport.State.UPLOADED:
            with transaction.atomic():
                jobs.look_into(found[0], content)

    def check() -> None:
        roster = found[0]
        actions.choose_columns(
            actor=clerk,
            roster=roster,
            choices=actions.Choices(
                list(roster.chosen_sheets), roster.mapping, with_hidden=False,
                members_from=clerk.today,
            ),
        )  # fmt: skip
        roster.refresh_from_db()
        jobs.run_check(roster, units=frozenset({UNIT}))
        if roster.fresh != roster.total:
            raise RuntimeError(f"{roster.rejected} rows were rejected")

    def commit() -> None:
        roster = found[0]
        actions.begin_import(
            actor=clerk, roster=roster, apply_changes=False, only_if_all_right=True
        )
        jobs.run_import(actor=clerk, roster_id=roster.id, unit_id=UNIT)

    def undo() -> None:
        roster = found[0]
        actions.begin_undo(actor=clerk, roster=roster)
        jobs.run_undo(actor=clerk, roster_id=roster.id, unit_id=UNIT)

    yield from (("upload", upload), ("look", look), ("check", check), ("commit", commit))
    yield ("undo", undo)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    content = make_workbook(rows)
    clean_up()
    top, clerk = set_up()
    figures: dict[str, object] = {"rows": rows, "columns": len(HEADINGS), "bytes": len(content)}
    seconds: dict[str, float] = {}
    processor: dict[str, dict[str, float]] = {}
    try:
        works: list[tuple[str, Callable[[], object]]] = [("floor", partial(floor, content))]
        with watched_memory() as most:
            for name, work in (*works, *steps(content, top, clerk)):
                began, used = time.perf_counter(), processor_seconds()
                work()
                seconds[name] = time.perf_counter() - began
                print(name, round(seconds[name], 1), file=sys.stderr)
                after = processor_seconds()
                processor[name] = {who: round(after[who] - used[who], 1) for who in after}
    finally:
        clean_up()
    total = sum(seconds[name] for name in ("upload", "look", "check", "commit"))
    figures["seconds"] = {name: round(value, 1) for name, value in seconds.items()}
    figures["processor_seconds"] = processor
    figures["load_average"] = os.getloadavg()[0]
    figures["upload_to_committed"] = round(total, 1)
    figures["times_the_floor"] = round(total / seconds["floor"], 1)
    figures["rows_per_second"] = round(rows / total)
    figures["peak_megabytes"] = round(most[0])
    figures["target_seconds"] = TARGET_SECONDS
    print(json.dumps(figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
