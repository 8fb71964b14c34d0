"""A clerk and a workbook with mistakes: told, repaired, imported, taken back."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from dangwu.core.identity import synthetic_id_number
from e2e.browsing import Watch
from e2e.conftest import Enter

pytestmark = pytest.mark.e2e

HEADINGS = ("姓名", "公民身份号码", "人员类别", "所在党支部", "入党日期", "转正日期")
NEWCOMERS = ("试导甲", "试导乙", "试导丙")
WORK = 60_000  # milliseconds for what the worker does with a few rows


def row(name: str, sequence: int, branch: str) -> list[str]:
    number = synthetic_id_number(birth=date(1985, 3, 9), sequence=sequence)
    return [name, number, "正式党员", branch, "2005-07-01", "2006-07-01"]


def faulty_workbook(branch: str) -> bytes:
    """A roster of three and a total: one sound, one of a wrong digit, one of an unknown branch."""
    rows = [row(name, 901 + place, branch) for place, name in enumerate(NEWCOMERS)]
    digit = rows[1][1][-1]
    rows[1][1] = rows[1][1][:-1] + ("1" if digit == "0" else "0")
    rows[2][3] = "没有这个党支部"
    rows.append(["合计", "3人", "正式3", "支部2", "", ""])
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("花名册")
        for place, cells in enumerate([HEADINGS, *rows]):
            for column, cell in enumerate(cells):
                sheet.write_string(place, column, cell)
    return buffer.getvalue()


def repair(annotated: Path, branch: str) -> bytes:
    """Return the annotated workbook with the wrong cells put right."""
    book = load_workbook(annotated)
    sheet = book.worksheets[0]
    titles = {str(cell.value): place for place, cell in enumerate(sheet[1])}
    reasons = set()
    for cells in sheet.iter_rows(min_row=2):
        name = str(cells[titles["姓名"]].value)
        if name not in NEWCOMERS:
            continue
        place = NEWCOMERS.index(name)
        if place:
            reasons.add(str([cell.value for cell in cells]))
        for title, value in zip(HEADINGS, row(name, 901 + place, branch), strict=True):
            cells[titles[title]].value = value
    assert len(reasons) == 2
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def upload(page: Page, content: bytes) -> None:
    """Upload a workbook, take the guessed columns, and wait for the dry run's result."""
    page.goto("/exchange/upload/")
    page.get_by_label("花名册文件").set_input_files(
        {
            "name": "花名册.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": content,
        }
    )
    page.get_by_role("button", name="上传并读取").click()
    page.get_by_role("button", name="逐行核对").click(timeout=WORK)
    expect(page.get_by_role("heading", name="核对结果")).to_be_visible(timeout=WORK)


def fact(page: Page, name: str) -> str:
    return page.locator(f"dt:text-is('{name}') + dd").inner_text()


def found(page: Page, name: str) -> int:
    """Return how many people of that name the roster shows."""
    page.goto(f"/members/?q={name}")
    return page.get_by_role("main").get_by_role("link", name=name, exact=True).count()


def test_faulty_workbook_is_annotated_repaired_imported_and_undone(
    enter: Enter, tmp_path: Path
) -> None:
    page = enter("ganshi")
    branch = page.locator("h1 + .text-secondary").inner_text().split("·")[1].split("（")[0].strip()

    upload(page, faulty_workbook(branch))
    assert fact(page, "新增") == "1 人"
    assert fact(page, "不能导入") == "2 行"
    assert page.locator("tr", has_text="没有这个党支部").count() == 1
    expect(page.get_by_text("合计、小计的行没有导入（共1行，首见第5行）")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载核对结果").click()
    annotated = tmp_path / "annotated.xlsx"
    download.value.save_as(annotated)
    page.get_by_role("button", name="放弃这份文件").click()

    upload(page, repair(annotated, branch))
    assert fact(page, "不能导入") == "0 行"
    fresh = int(fact(page, "新增").split()[0])
    assert fresh >= 2
    page.get_by_role("button", name="导入名册").click()
    undo = page.get_by_role("button", name="撤销这次导入")
    expect(undo).to_be_visible(timeout=WORK)
    imported = page.url
    assert found(page, NEWCOMERS[1]) == 1

    page.goto(imported)
    undo.click()
    expect(page.locator("dt", has_text="撤销")).to_be_visible(timeout=WORK)
    assert [found(page, name) for name in NEWCOMERS] == [0, 0, 0]


def test_what_is_no_workbook_is_refused_in_one_sentence(enter: Enter, watch: Watch) -> None:
    page = enter("ganshi")
    page.goto("/exchange/upload/")
    watch.refusals = {422}
    page.get_by_label("花名册文件").set_input_files(
        {"name": "花名册.xlsx", "mimeType": "text/plain", "buffer": b"not a workbook"}
    )

    page.get_by_role("button", name="上传并读取").click()

    expect(page.locator("[role=alert]").first).to_be_visible(timeout=WORK)
    assert page.get_by_role("button", name="逐行核对").count() == 0
