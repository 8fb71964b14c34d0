import io
from datetime import date

import openpyxl
import pytest
from django.db import connection

import make
from dangwu.core.errors import DomainError
from dangwu.exchange import actions, jobs
from dangwu.exchange.models import RememberedMapping, RosterFinding, RosterImport, RosterRow
from dangwu.exchange.storage import content_of
from dangwu.members.models import Person
from exchange import workbooks
from exchange.town import Town


def reasons(roster: RosterImport) -> list[tuple[int | None, str, str]]:
    rows = RosterFinding.objects.filter(unit_id=roster.unit_id, roster=roster, is_notice=False)
    return [(r.row, r.column, r.reason) for r in rows.order_by("number")]


def notices(roster: RosterImport) -> list[str]:
    rows = RosterFinding.objects.filter(unit_id=roster.unit_id, roster=roster, is_notice=True)
    return [r.reason for r in rows.order_by("number")]


@pytest.mark.parametrize(
    ("place", "cell", "column", "reason"),
    [
        (0, "", "姓名", "没有填写姓名"),
        (0, "3", "姓名", "不像姓名"),
        (1, "", "公民身份号码", "没有填写公民身份号码"),
        (1, 3.30102199001011e17, "公民身份号码", "后面的数字已丢失"),
        (1, "990000198005010010", "公民身份号码", "校验码"),
        (1, "110101800501001", "公民身份号码", "15位的旧身份证号码"),
        (2, "群众", "人员类别", "不认识的人员类别"),
        (3, "东村支部", "所在党支部", "是不是：东村党支部"),
        (3, "", "所在党支部", "没有填写所在党支部"),
        (4, "2030-01-01", "入党日期", "在今天之后"),
        (4, "1979-01-01", "入党日期", "早于出生日期"),
        (5, "2004-01-01", "转正日期", "早于入党日期"),
    ],
)
def test_faulty_cell_is_named_with_its_reason(
    town: Town, place: int, cell: object, column: str, reason: str
) -> None:
    faulty = workbooks.row("张三", 1, "东村党支部")
    faulty[place] = cell

    roster = workbooks.checked(
        town.clerk,
        town.committee,
        workbooks.roster_of(workbooks.row("李四", 2, "西村党支部"), faulty),
    )

    assert (roster.total, roster.fresh, roster.rejected) == (2, 1, 1)
    found = reasons(roster)
    assert [(row, name) for row, name, _reason in found] == [(3, column)]
    assert reason in found[0][2]


def test_sex_and_birth_must_be_those_of_the_number(town: Town) -> None:
    headings = ("姓名", "身份证号", "性别", "出生年月", "人员类别", "支部")
    number = workbooks.id_number(1)
    content = workbooks.roster_of(
        ["张三", number, "女", "1980.5", "党员", "东村党支部"],
        ["李四", workbooks.id_number(2), "女", "1981-05-01", "党员", "东村党支部"],
        ["王五", workbooks.id_number(3), "男", "1980年5月", "党员", "东村党支部"],
        headings=headings,
    )

    roster = workbooks.checked(town.clerk, town.committee, content)

    assert [(row, name) for row, name, _ in reasons(roster)] == [(2, "性别"), (3, "出生年月")]
    assert roster.fresh == 1


def test_number_twice_in_the_file_is_refused_the_second_time(town: Town) -> None:
    content = workbooks.roster_of(
        workbooks.row("张三", 1, "东村党支部"), workbooks.row("张三", 1, "西村党支部")
    )
    roster = workbooks.checked(town.clerk, town.committee, content)
    assert [row for row, _, _ in reasons(roster)] == [3]
    assert "第2行的号码相同" in reasons(roster)[0][2]


def test_person_of_another_unit_is_refused(town: Town) -> None:
    other = make.organisation(unit=make.unit("邻县"), name="邻村党支部")
    from dangwu.accounts.models import Role  # noqa: PLC0415 - used here only

    neighbour = make.access(role=Role.CLERK, organisation=other)
    content = workbooks.roster_of(workbooks.row("张三", 1, "邻村党支部"))
    workbooks.imported(neighbour, other, content)

    roster = workbooks.checked(
        town.clerk, town.committee, workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
    )

    assert "已在邻县的名册中" in reasons(roster)[0][2]


def test_branch_outside_the_subtree_is_refused(town: Town) -> None:
    make.organisation(unit=town.committee.unit, name="外村党支部")
    roster = workbooks.checked(
        town.clerk, town.committee, workbooks.roster_of(workbooks.row("张三", 1, "外村党支部"))
    )
    assert "不在本次导入的范围内" in reasons(roster)[0][2]


def test_known_people_are_same_changed_or_told_the_way(town: Town) -> None:
    headings = ("姓名", "公民身份号码", "人员类别", "所在党支部", "入党日期", "工作单位")
    number = [workbooks.id_number(n) for n in (1, 2, 3, 4)]
    first = [
        [name, number[place], "正式党员", "东村党支部", "2005-07-01", "东村"]
        for place, name in enumerate(("张三", "李四", "王五", "赵六"))
    ]
    workbooks.imported(town.clerk, town.committee, workbooks.roster_of(*first, headings=headings))
    first[1][5] = "西村"
    first[2][3] = "西村党支部"
    first[3][2] = "预备党员"

    roster = workbooks.checked(
        town.clerk, town.committee, workbooks.roster_of(*first, headings=headings)
    )

    assert (roster.fresh, roster.same, roster.changed, roster.rejected) == (0, 1, 1, 2)
    found = reasons(roster)
    assert "办“移到其他党支部”" in found[0][2]
    assert "办理相应程序" in found[1][2]
    staged = RosterRow.objects.get(unit_id=roster.unit_id, roster=roster)
    assert (staged.values, staged.before) == ({"workplace": "西村"}, {"workplace": "东村"})
    assert Person.objects.get(unit_id=roster.unit_id, name="李四").workplace == "东村"


def test_changes_are_applied_only_when_chosen_and_undone(town: Town) -> None:
    headings = ("姓名", "公民身份号码", "人员类别", "所在党支部", "手机号", "工作单位")
    number = workbooks.id_number(1)
    sound = ["张三", number, "正式党员", "东村党支部", "10012345678", "东村"]
    workbooks.imported(town.clerk, town.committee, workbooks.roster_of(sound, headings=headings))
    other = ["张珊", number, "正式党员", "东村党支部", "10012345679", "西村"]
    old = Person.objects.filter(unit_id=town.east.unit_id).values().get()

    roster = workbooks.imported(
        town.clerk, town.committee, workbooks.roster_of(other, headings=headings),
        apply_changes=True,
    )  # fmt: skip
    new = Person.objects.get(unit_id=town.east.unit_id)
    assert (new.name, new.pinyin, new.workplace) == ("张珊", "zhangshan", "西村")
    assert new.phone_mask == "100****5679"

    workbooks.undo(town.clerk, roster)
    back = Person.objects.filter(unit_id=town.east.unit_id).values().get()
    for row in (old, back):
        for name in ("id_number", "id_digest", "phone", "phone_digest"):
            row[name] = bytes(row[name] or b"")
    assert back == old


def test_hidden_rows_are_left_out_and_said_or_taken_when_chosen(town: Town) -> None:
    rows = [
        workbooks.HEADINGS,
        workbooks.row("张三", 1, "东村党支部"),
        workbooks.row("李四", 2, "东村党支部"),
    ]
    content = workbooks.workbook(("花名册", rows), hidden=[3])

    left = workbooks.checked(town.clerk, town.committee, content)
    taken = workbooks.checked(town.clerk, town.committee, content, with_hidden=True)

    assert (left.fresh, taken.fresh) == (1, 2)
    assert any("隐藏的行没有导入（共1行，首见第3行）" in text for text in notices(left))


def test_sheets_named_after_branches_need_no_branch_column(town: Town) -> None:
    headings = ("姓名", "公民身份号码", "人员类别", "入党日期", "转正日期")

    def line(name: str, sequence: int) -> list[object]:
        return [cell for place, cell in enumerate(workbooks.row(name, sequence, "")) if place != 3]

    content = workbooks.workbook(
        ("东村党支部", [headings, line("张三", 1)]),
        ("西村党支部", [headings, line("李四", 2)]),
        ("填表说明", [["请如实填写"]]),
    )
    workbooks.imported(town.clerk, town.committee, content)
    people = Person.objects.filter(unit_id=town.east.unit_id)
    assert {p.name: p.organisation_id for p in people} == {
        "张三": town.east.id,
        "李四": town.west.id,
    }


@pytest.mark.parametrize(
    "cells",
    [
        [None, None, None, "合计：1人"],
        ["合计", None, "正式1人", "1个支部", "1", "1"],
        ["总 计：", 1, 1, 1, 1, 1],
        ["东村小计（人）", "1", "1", "1", "1", "1"],
        ["共１人", None, "正式1", "支部1", "a", "b"],
        ["总人数", 1, None, None, None, None],
    ],
)
def test_total_is_told_and_passed_over(town: Town, cells: list[object]) -> None:
    content = workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"), cells)
    roster = workbooks.checked(town.clerk, town.committee, content)
    assert (roster.total, roster.fresh, roster.rejected) == (1, 1, 0)
    assert [text for text in notices(roster) if "首见第3行" in text]


@pytest.mark.parametrize(
    "cells",
    [
        list(workbooks.HEADINGS),
        ["填表人：王某", "审核人：李某", "日期：2026年1月", "电话", "盖章", "页码"],
        ["备注：以上名单由支部提供", None, "二", "三", "四", "五"],
    ],
)
def test_repeated_headings_and_signatures_are_not_people(town: Town, cells: list[object]) -> None:
    content = workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"), cells, [None])
    roster = workbooks.checked(town.clerk, town.committee, content)
    assert (roster.total, roster.fresh, roster.rejected) == (1, 1, 0)
    assert any(text.startswith("不是人员的行") for text in notices(roster))


def test_running_number_before_a_total_does_not_make_it_a_person(town: Town) -> None:
    content = workbooks.roster_of(
        [1, *workbooks.row("张三", 1, "东村党支部")],
        [2, "合计", "1人", "正式1", "支部1", "1", "1"],
        headings=("序号", *workbooks.HEADINGS),
    )
    roster = workbooks.checked(town.clerk, town.committee, content)
    assert (roster.total, roster.rejected) == (1, 0)
    assert any(text.startswith("合计、小计的行没有导入") for text in notices(roster))


@pytest.mark.parametrize("name", ["计春华", "共启明", "单位", "合计"])
def test_somebody_with_a_number_is_never_taken_for_a_total(town: Town, name: str) -> None:
    content = workbooks.roster_of(workbooks.row(name, 1, "东村党支部"))
    assert workbooks.checked(town.clerk, town.committee, content).fresh == 1


def test_sheets_that_are_not_imported_are_told(town: Town) -> None:
    sound = workbooks.row("张三", 1, "东村党支部")
    content = workbooks.workbook(
        ("今年", [workbooks.HEADINGS, sound]),
        ("去年", [workbooks.HEADINGS, workbooks.row("李四", 2, "东村党支部")]),
        ("说明", [["请认真填写"]]),
        ("空表", []),
    )
    roster = workbooks.upload(town.clerk, town.committee, content)
    actions.choose_columns(
        actor=town.clerk,
        roster=roster,
        choices=actions.Choices(["今年"], roster.mapping, with_hidden=False, members_from=None),
    )

    roster = jobs.run_check(workbooks.reread(roster), units=frozenset({roster.unit_id}))

    rows = RosterFinding.objects.filter(unit_id=roster.unit_id, roster=roster, is_notice=True)
    told = {row.sheet: row.reason for row in rows if "里面的行没有导入" in row.reason}
    assert told == {
        "去年": "没有选这张工作表，里面的行没有导入（共1行，首见第2行）。",
        "说明": "这张工作表里没有找到表头，里面的行没有导入（共1行，首见第1行）。",
    }


@pytest.mark.parametrize("rows", [[], [[None, " "], ["\u3000"]]])
def test_workbook_without_a_row_is_refused_at_once(town: Town, rows: list[list[object]]) -> None:
    with pytest.raises(DomainError, match="表头下面一行也没有"):
        workbooks.upload(town.clerk, town.committee, workbooks.roster_of(*rows))
    assert not RosterImport.objects.filter(unit_id=town.committee.unit_id).exists()


def test_annotated_workbook_is_repaired_and_goes_in(town: Town) -> None:
    faulty = workbooks.row("张三", 1, "东村支部")
    roster = workbooks.checked(
        town.clerk,
        town.committee,
        workbooks.roster_of(workbooks.row("李四", 2, "西村党支部"), faulty),
    )
    workbooks.commit(town.clerk, roster)
    assert roster.annotated is not None
    assert roster.annotated.name == "花名册-核对结果.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(content_of(roster.annotated)))
    assert book.sheetnames == ["花名册", "提示"]
    sheet = book["花名册"]
    assert [cell.value for cell in sheet[1]][:3] == ["核对结果", "原行号", "姓名"]
    assert "是不是：东村党支部" in str(sheet["A2"].value)
    assert (sheet["B2"].value, sheet.max_row) == (3, 2)
    assert sheet["F2"].fill.fgColor.rgb == "FFF8C9C9"
    assert sheet["C2"].fill.fgColor.rgb != "FFF8C9C9"

    sheet["F2"] = "东村党支部"
    repaired = io.BytesIO()
    book.save(repaired)
    again = workbooks.imported(town.clerk, town.committee, repaired.getvalue())

    assert (again.total, again.fresh, again.rejected) == (1, 1, 0)
    names = Person.objects.filter(unit_id=town.east.unit_id).values_list("name", flat=True)
    assert sorted(names) == ["张三", "李四"]


def test_personal_numbers_are_masked_in_the_findings_and_kept_encrypted(town: Town) -> None:
    wrong = workbooks.id_number(1)[:-1] + "?"
    faulty = workbooks.row("张三", 1, "东村党支部")
    faulty[1] = wrong
    roster = workbooks.checked(town.clerk, town.committee, workbooks.roster_of(faulty))
    found = RosterFinding.objects.get(unit_id=roster.unit_id, roster=roster, column="公民身份号码")
    assert found.value == f"{wrong[:3]}***********{wrong[-4:]}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM exchange_rosterchunk WHERE position(%s IN data) > 0",
            [b"PK\x03\x04"],
        )
        assert cursor.fetchone() == (0,)


def test_mapping_is_remembered_for_the_unit_and_these_headings(town: Town) -> None:
    headings = ("名", "号", *workbooks.HEADINGS[2:])
    content = workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"), headings=headings)
    first = workbooks.upload(town.clerk, town.committee, content)
    assert first.mapping["名"] == ""
    mapping = {**first.mapping, "名": "name", "号": "id_number"}
    workbooks.checked(town.clerk, town.committee, content, mapping=mapping)

    again = workbooks.upload(town.clerk, town.committee, content)

    assert again.mapping == mapping
    assert RememberedMapping.objects.filter(unit_id=town.committee.unit_id).count() == 1


def test_mapping_without_a_required_column_or_with_one_twice_is_refused(town: Town) -> None:
    content = workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
    roster = workbooks.upload(town.clerk, town.committee, content)
    for change, reason in (
        ({"姓名": ""}, "还没有对应必需的栏目：姓名"),
        ({"入党日期": "name"}, "有几列都对应“姓名”"),
        ({"姓名": "salary"}, "没有“salary”这一栏"),
    ):
        with pytest.raises(DomainError, match=reason):
            actions.choose_columns(
                actor=town.clerk,
                roster=roster,
                choices=actions.Choices(
                    ["花名册"], {**roster.mapping, **change}, with_hidden=False,
                    members_from=date(2026, 1, 1),
                ),
            )  # fmt: skip
    assert workbooks.reread(roster).state == RosterImport.State.MAPPING


def test_sheet_with_a_name_no_workbook_takes_is_annotated_all_the_same(town: Town) -> None:
    name = "东村党支部/西村党支部:二〇二六年十一月在册党员、预备党员和发展对象花名册（定稿）"
    faulty = [str(cell) for cell in workbooks.row("张三", 1, "没有的支部")]
    content = workbooks.ods([str(cell) for cell in workbooks.HEADINGS], faulty, sheet=name)

    roster = workbooks.checked(town.clerk, town.committee, content, name="名册.ods")

    assert roster.annotated is not None
    book = openpyxl.load_workbook(io.BytesIO(content_of(roster.annotated)))
    assert [sheet.title for sheet in book.worksheets] == [
        "东村党支部西村党支部二〇二六年十一月在册党员、预备党员和发展对",
        "提示",
    ]


def test_annotated_workbook_with_its_notices_is_not_told_of(town: Town) -> None:
    faulty = workbooks.row("张三", 1, "没有的支部")
    roster = workbooks.checked(town.clerk, town.committee, workbooks.roster_of(faulty))
    assert roster.annotated is not None

    again = workbooks.checked(town.clerk, town.committee, content_of(roster.annotated))

    assert again.rejected == 1
    assert not [text for text in notices(again) if "里面的行没有导入" in text]
