import argparse
import json
from pathlib import Path

import openpyxl
import pytest

from dangwu.config.commands import roster as command
from dangwu.core.errors import InputError
from dangwu.members.models import Person
from exchange import workbooks
from exchange.town import Town


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.handle(parser.parse_args(words))


def people(town: Town) -> int:
    return Person.objects.filter(unit_id=town.east.unit_id).count()


def test_import_answers_the_contract_and_writes_the_annotated_workbook(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "花名册.xlsx"
    file.write_bytes(
        workbooks.roster_of(
            workbooks.row("张三", 1, "东村党支部"), workbooks.row("李四", 2, "东村支部")
        )
    )
    code = town.committee.unit.code

    assert run("import", str(file), "--unit", code, "--dry-run") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["rows"], answer["accepted"]) == (2, 1)
    assert [list(item) for item in answer["rejected"]] == [
        ["sheet", "row", "column", "value", "reason"]
    ]
    assert answer["rejected"][0]["value"] == "东村支部"
    assert people(town) == 0
    assert openpyxl.load_workbook(tmp_path / "花名册-核对结果.xlsx").sheetnames[0] == "花名册"

    assert run("import", str(file), "--unit", code) == 0
    assert people(town) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"x", "文件内容不是工作簿"),
        ("a.csv", "姓名,民族\n张三,汉\n".encode(), "没有找到必需的栏目：公民身份号码、人员类别"),
    ],
)
def test_wrong_file_is_wrong_input(
    town: Town, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError, match=reason):
        run("import", str(file), "--unit", town.committee.unit.code)
    with pytest.raises(InputError, match="FILE"):
        run("import", str(tmp_path / "none.xlsx"), "--unit", town.committee.unit.code)
    with pytest.raises(InputError, match="--unit"):
        run("import", str(file), "--unit", "nowhere")


def test_export_writes_a_workbook_that_comes_back_the_same(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbooks.imported(
        town.clerk, town.committee, workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
    )
    file = tmp_path / "出.xlsx"
    assert run("export", "--organisation", town.committee.code, str(file)) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 1
    roster = workbooks.checked(town.clerk, town.committee, file.read_bytes())
    assert (roster.same, roster.rejected) == (1, 0)
