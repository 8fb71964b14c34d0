import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter

from dangwu.exchange.reading import UnreadableFileError, find_layout, kind_of, open_book
from dangwu.exchange.reading.refusals import refuse_blown_up
from exchange import workbooks

HEAD = ["姓名", "公民身份号码", "人员类别"]


def layout(content: bytes, name: str = "a.xlsx", sheet: int = 0) -> tuple[int, int, list[str]]:
    book = open_book(name, content)
    found = find_layout(book, book.sheets[sheet])
    return found.header_from, found.header_to, found.labels


def test_heading_is_found_below_a_merged_title() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "示范镇党员花名册")
        sheet.write("A2", "填表单位：示范镇党委")
        sheet.write_row("A3", HEAD)
        sheet.write_row("A4", ["张三", workbooks.id_number(1), "正式党员"])
    assert layout(buffer.getvalue()) == (3, 3, HEAD)


def test_two_heading_rows_become_one() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "姓名")
        sheet.merge_range("B1:B2", "身份证号")
        sheet.merge_range("C1:D1", "入党情况")
        sheet.write_row("C2", ["入党日期", "转正日期"])
        sheet.merge_range("E1:F1", "联系")
        sheet.write_row("E2", ["电话", "地址"])
        sheet.write_row("A3", ["张三", workbooks.id_number(1), "1978.7", "1979.7"])
    assert layout(buffer.getvalue()) == (
        1,
        2,
        ["姓名", "身份证号", "入党日期", "转正日期", "电话", "联系地址"],
    )


def test_sheet_without_headings_is_no_roster() -> None:
    content = workbooks.workbook(("说明", [["填表说明"], ["一、请如实填写"]]), ("表", [HEAD]))
    assert layout(content) == (0, 0, [])
    assert layout(content, sheet=1)[:2] == (1, 1)


def test_roster_that_begins_away_from_the_corner() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row("C5", HEAD)
        sheet.write_row("C6", ["张三", workbooks.id_number(1), "正式党员"])
    book_read = open_book("a.xlsx", buffer.getvalue())
    found = find_layout(book_read, book_read.sheets[0])
    assert (found.header_from, found.labels, found.first_column, found.rows) == (5, HEAD, 2, 1)


def test_hidden_rows_and_sheets_are_noted() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("一")
        sheet.write_row(0, 0, HEAD)
        for place in range(1, 4):
            sheet.write_row(place, 0, ["张三", workbooks.id_number(place), "正式党员"])
        sheet.set_row(2, None, None, {"hidden": True})
        book.add_worksheet("藏").hide()
    read = open_book("a.xlsx", buffer.getvalue())
    assert [(sheet.name, sheet.is_hidden) for sheet in read.sheets] == [
        ("一", False),
        ("藏", True),
    ]
    assert read.hidden_rows("一") == {3}
    assert find_layout(read, read.sheets[0]).hidden_rows == 1


def test_formula_gives_its_value() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("一")
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 0, '="张"&"三"', None, "张三")
    read = open_book("a.xlsx", buffer.getvalue())
    assert next(iter(list(read.rows("一"))[1:]))[0] == "张三"


def test_samples_hide_the_digits_of_numbers() -> None:
    content = workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
    read = open_book("a.xlsx", content)
    found = find_layout(read, read.sheets[0])
    assert found.samples[0] == "张三"
    assert workbooks.id_number(1)[:13] not in found.samples[1]
    assert found.samples[1].endswith(workbooks.id_number(1)[-4:])
    assert found.samples[4] == "2005.7"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_of_offices(encoding: str, comma: str) -> None:
    text = f"{comma.join(HEAD)}\r\n张三{comma}990000198005010012{comma}正式党员\r\n" * 50
    read = open_book("a.csv", text.encode(encoding))
    rows = list(read.rows(read.sheets[0].name))
    assert rows[:2] == [HEAD, ["张三", "990000198005010012", "正式党员"]]


def test_ods_is_read() -> None:
    read = open_book("a.ods", workbooks.ods(HEAD, ["张三", "990000198005010012", "正式党员"]))
    assert next(iter(read.rows("表"))) == HEAD


def test_cells_beyond_the_letters_are_refused_before_they_are_read() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "姓名"
    book.active["XFD1048576"] = "角落"
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableFileError, match="超出能读的范围"):
        open_book("a.xlsx", buffer.getvalue())


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def bomb() -> bytes:
    return archive(xl__workbook_xml=b"<workbook/>", xl__media_xml=b"\0" * 80_000_000)


def lying_bomb() -> bytes:
    """An archive that says it unfolds to nothing and unfolds to 80 MB."""
    content = bytearray(bomb())
    truth = struct.pack("<I", 80_000_000)
    lie = struct.pack("<I", 10)
    assert content.count(truth) >= 1
    return bytes(content.replace(truth, lie))


def locked() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )


def damaged() -> bytes:
    whole = workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
    return whole[: len(whole) // 2]


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.docx", lambda: b"PK", "不是花名册文件"),
    ("a.et", locked, "另存为 .xlsx"),
    ("a.XLSM", lambda: b"PK", "另存为 .xlsx"),
    ("a.xlsx", lambda: b"", "文件是空的"),
    ("a.xlsx", lambda: b"not a workbook at all", "文件内容不是工作簿"),
    ("a.xlsx", damaged, "文件已损坏"),
    ("a.xlsx", lambda: archive(readme_xml=b"x"), "文件里没有工作簿"),
    ("a.xlsx", bomb, "展开后过大"),
    ("a.xlsx", lying_bomb, "展开后过大|已损坏"),
    ("a.xlsx", locked, "设有打开密码"),
    ("a.xlsx", lambda: locked()[:500], "内容却是旧格式"),
    ("a.xls", lambda: b"<html><table></table></html>", "内容却不是工作簿"),
    ("a.xls", lambda: archive(xl__workbook_xml=b"x"), "内容却是新格式"),
    ("a.xls", lambda: locked()[:500], "文件已损坏"),
    ("a.xls", locked, "设有打开密码"),
    ("a.csv", lambda: archive(xl__workbook_xml=b"x"), "内容却是工作簿"),
    ("a.csv", lambda: b"a\0b\0c", "文件不是文本"),
    ("a.ods", lambda: archive(readme_xml=b"x"), "文件里没有工作簿"),
]


@pytest.mark.parametrize(("name", "make_content", "reason"), REFUSED)
def test_broken_file_gets_one_clear_sentence(
    name: str, make_content: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refusal:
        open_book(name, make_content())
    assert str(refusal.value).endswith("。")


def test_file_over_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="超过100 MB"):
        kind_of("a.csv", b"x" * (100 * 1024 * 1024 + 1))


def test_sheet_that_is_gone_is_refused() -> None:
    read = open_book("a.xlsx", workbooks.roster_of())
    with pytest.raises(UnreadableFileError, match="没有名为“别的”的工作表"):
        list(read.rows("别的"))


def test_ordinary_content_is_not_taken_for_a_bomb() -> None:
    refuse_blown_up(250 * 1024 * 1024, 20 * 1024 * 1024)
    assert len(zlib.compress(bytes(1_000_000))) * 150 < 1_000_000
