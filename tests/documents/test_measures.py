"""The printed page holds the measures of GB/T 9704, read back from the file in millimetres."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from dangwu.documents.paper import Form, Heading, Paper, Paragraph
from dangwu.documents.printing import docx, pdf
from documents.reading import drawn_of, lines_of, pages_in, parts_of, red_ink
from documents.samples import EXTREME, SHORT, papers

PAPERS = papers(SHORT)
LONG = papers(EXTREME)
CELL = 156 / 28
NEAR = 0.3  # mm


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


def full_page() -> Paper:
    """Text that fills several pages, without a table or a gap."""
    text = Paragraph("全面加强党的建设" * 90)
    return replace(PAPERS["notice"], blocks=(text,) * 4, enclosures=(), attachments=(), note="")


def test_type_area_holds_22_lines_of_28_characters() -> None:
    lines = [line for line in lines_of(pdf(full_page())) if line.page == 2 and line.bottom < 263]
    assert len(lines) == 22
    whole = [line for line in lines if line.count == 28]
    assert len(whole) >= 18
    assert {round(line.left, 1) for line in whole} == {28.0}
    assert all(line.right == near(184) for line in whole)
    assert lines[0].top == near(37)
    assert lines[-1].bottom == near(262)
    assert {line.size for line in whole} == {16.0}


def test_name_of_the_issuer_stands_35_mm_under_the_edge_of_the_type_area() -> None:
    top, _ = red_ink(pdf(PAPERS["notice"]), 1)
    assert top == pytest.approx(37 + 35, abs=0.5)


def test_number_stands_two_lines_under_the_name_and_the_red_line_4_mm_under_it() -> None:
    made = pdf(PAPERS["notice"])
    number = next(line for line in lines_of(made) if "〔2026〕3号" in line.text)
    red = next(line for line in drawn_of(made) if line.red)
    assert red.y - number.bottom == near(4)
    assert (red.left, red.right) == (near(28), near(184))
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=1)
    _, bottom = red_ink(made, 1, above=number.top - 1)
    lines = (number.top - bottom) / 10.45
    assert lines == pytest.approx(2.5, abs=0.2)  # two blank lines and the space between lines


def test_title_of_2_hao_stands_two_lines_under_the_red_line_and_the_text_one_under_it() -> None:
    made = pdf(PAPERS["notice"])
    lines = lines_of(made)
    title = next(line for line in lines if line.size == 22)
    addressee = next(line for line in lines if line.text.startswith("各党支部"))
    red = next(line for line in drawn_of(made) if line.red)
    assert (title.top - red.y) / 10.45 == pytest.approx(2.5, abs=0.1)
    assert (addressee.top - title.bottom) / 10.45 == pytest.approx(1.5, abs=0.1)
    assert (title.left + title.right) / 2 == pytest.approx(106, abs=1)
    assert addressee.left == near(28)


def test_upward_the_number_stands_left_and_the_signatory_right() -> None:
    made = pdf(PAPERS["request"])
    number = next(line for line in lines_of(made) if "〔2026〕3号" in line.text)
    assert number.text.endswith("签发人：朱镕昇")
    assert number.left == near(28 + CELL)
    assert number.right == pytest.approx(184 - CELL, abs=1)


def test_marks_stand_in_the_first_lines_at_the_left() -> None:
    lines = lines_of(pdf(PAPERS["request"]))
    marks = [
        next(line for line in lines if line.text == t) for t in ("000001", "机密★1年", "特急")
    ]
    assert [round((mark.top - 37) / 10.45, 1) for mark in marks] == [0, 1, 2]
    assert all(mark.left == near(28) for mark in marks)


def test_seal_the_day_stands_4_characters_from_the_right_and_the_name_centred_above() -> None:
    lines = [line for line in lines_of(pdf(PAPERS["reply"])) if line.size == 16]
    (day,) = [line for line in lines if line.text == "2026年11月2日"]
    name = lines[lines.index(day) - 1]
    assert name.text == SHORT.organisation
    assert 184 - day.right == near(4 * CELL)
    assert (name.left + name.right) / 2 == near((day.left + day.right) / 2)
    assert day.top - name.top == near(10.45)


def test_without_a_seal_the_name_stands_2_from_the_right_and_the_day_begins_2_after_it() -> None:
    lines = [line for line in lines_of(pdf(PAPERS["report"])) if line.size == 16]
    (day,) = [line for line in lines if line.text == "2026年11月2日"]
    name = lines[lines.index(day) - 1]
    assert 184 - name.right == near(2 * CELL)
    assert day.left - name.left == near(2 * CELL)


def test_page_numbers_stand_7_mm_under_the_type_area_outside() -> None:
    numbers = [line for line in lines_of(pdf(full_page())) if line.text.startswith("—")]
    assert [line.text for line in numbers[:3]] == ["— 1 —", "— 2 —", "— 3 —"]
    dash = [line.bottom - 0.12 * 14 * 25.4 / 72 - 0.28 * 14 * 25.4 / 72 for line in numbers]
    assert all(y == pytest.approx(262 + 7, abs=0.5) for y in dash)
    assert 184 - numbers[0].right == pytest.approx(14 * 25.4 / 72, abs=1)
    assert numbers[1].left - 28 == pytest.approx(14 * 25.4 / 72, abs=0.5)
    assert {line.size for line in numbers} == {14.0}


@pytest.mark.parametrize("count", range(1, 9))
def test_imprint_stands_at_the_foot_of_the_last_even_page(count: int) -> None:
    paper = replace(full_page(), blocks=(Paragraph("全面加强党的建设" * 30),) * count)
    made = pdf(paper)
    black = [line for line in drawn_of(made) if not line.red]
    assert {line.page for line in black} == {pages_in(made)}
    assert pages_in(made) % 2 == 0
    assert black[-1].y == near(262)
    assert [round(line.width, 2) for line in black] == [0.35, 0.25, 0.35]
    assert all((line.left, line.right) == (near(28), near(184)) for line in black)


def test_a_page_with_nothing_but_the_imprint_has_no_number_nor_the_blank_one_before() -> None:
    for count in range(1, 12):
        made = pdf(replace(full_page(), blocks=(Paragraph("全面加强党的建设" * 20),) * count))
        lines = lines_of(made)
        texts = {line.page for line in lines if line.size == 16}
        numbers = {line.page for line in lines if line.text.startswith("—")}
        assert numbers == texts


def test_letter_has_its_name_30_mm_from_the_top_and_its_lines_170_mm_wide() -> None:
    made = pdf(PAPERS["letter"])
    red = [line for line in drawn_of(made) if line.red]
    top, _ = red_ink(made, 1)
    assert top == pytest.approx(30, abs=0.5)
    assert len(red) == 4
    assert all((line.left, line.right) == (near(20), near(190)) for line in red)
    _, organ = red_ink(made, 1, above=red[0].y - 1)
    assert red[0].y - red[0].width / 2 - organ == pytest.approx(4, abs=0.5)
    assert red[0].width > red[1].width
    assert red[2].width < red[3].width
    assert red[3].y == pytest.approx(297 - 20, abs=0.6)
    number = next(line for line in lines_of(made) if "〔2026〕2号" in line.text)
    assert number.right == near(184)
    assert not [line for line in lines_of(made) if line.page == 1 and line.text.startswith("—")]


def test_minutes_name_who_was_there_after_the_text_each_line_under_the_first_name() -> None:
    made = pdf(PAPERS["minutes"])
    top, _ = red_ink(made, 1)
    assert top == pytest.approx(37 + 35, abs=0.5)
    lines = [line for line in lines_of(made) if line.size == 16]
    first = next(line for line in lines if line.text.startswith("出席："))
    second = lines[lines.index(first) + 1]
    assert first.left == near(28 + 2 * CELL)
    assert second.left == near(28 + 5 * CELL)
    assert SHORT.organisation not in [line.text for line in lines]  # neither name nor seal


@pytest.mark.parametrize("kind", ["notice", "request", "reply", "report", "letter", "minutes"])
def test_first_page_shows_text_however_long_name_and_title(kind: str) -> None:
    first = [line for line in lines_of(pdf(LONG[kind])) if line.page == 1 and line.size == 16]
    assert any("坚持以习近平" in line.text or "收悉" in line.text for line in first)


def test_signature_never_stands_alone_on_a_page() -> None:
    for count in range(1, 20):
        text = (Paragraph("全面加强党的建设" * 7),) * count
        made = pdf(replace(full_page(), blocks=text, copies_to="", printed_by=""))
        last = [line for line in lines_of(made) if line.page == pages_in(made) and line.size == 16]
        assert any("加强党的建设" in line.text for line in last)


def test_headings_have_their_faces() -> None:
    blocks = (
        Heading("一、要求"),
        Heading("（一）学习。", 2),
        Heading("1.时间", 3),
        Paragraph("正文"),
    )
    markup = parts_of(docx(replace(PAPERS["notice"], blocks=blocks)))["document.xml"]
    faces = {
        run.xpath("string(.//w:t)"): run.xpath("string(.//w:rFonts/@w:eastAsia)")
        for run in markup.xpath(".//w:r[w:t]")
    }
    assert faces["一、要求"] == "黑体"
    assert faces["（一）学习。"] == "楷体_GB2312"
    assert faces["1.时间"] == faces["正文"] == "仿宋_GB2312"
    assert faces[PAPERS["notice"].title] == "方正小标宋简体"


def test_docx_has_the_page_the_grid_and_the_numbers() -> None:
    parts = parts_of(docx(PAPERS["notice"]))
    (section,) = parts["document.xml"].xpath(".//w:sectPr")
    sides = {
        side: section.xpath(f"string(w:pgMar/@w:{side})")
        for side in ("top", "bottom", "left", "right")
    }
    millimetres = {side: round(int(twips) * 25.4 / 1440, 1) for side, twips in sides.items()}
    assert millimetres == {"top": 37.0, "bottom": 35.0, "left": 28.0, "right": 26.0}
    grid = section.xpath("w:docGrid")[0]
    values = {key.rsplit("}")[1]: value for key, value in grid.attrib.items()}
    assert values == {"type": "linesAndChars", "linePitch": "579", "charSpace": "-847"}
    assert 225 * 72 / 25.4 // (579 / 20) == 22
    assert pytest.approx(28, abs=0.01) == 156 * 72 / 25.4 / (16 - 847 / 4096)
    assert parts["settings.xml"].xpath("w:evenAndOddHeaders")
    feet = {name: part for name, part in parts.items() if name.startswith("footer")}
    sided = {p.xpath("string(w:p[1]/w:pPr/w:jc/@w:val)") for p in feet.values()}
    assert sided == {"left", "right"}
    assert all("PAGE" in p.xpath("string(.//w:instrText)") for p in feet.values())


def test_docx_has_the_lines_of_the_imprint_and_the_red_line() -> None:
    markup = parts_of(docx(PAPERS["notice"]))["document.xml"]
    table = markup.xpath(".//w:tbl[w:tblPr/w:tblpPr]")[0]
    sizes = {
        b.tag.rsplit("}")[1]: b.get(qn("w:sz")) for b in table.xpath("w:tblPr/w:tblBorders/*")
    }
    eighths = {side: int(size) / 8 * 25.4 / 72 for side, size in sizes.items()}
    assert eighths == {
        "top": near(0.35),
        "bottom": near(0.35),
        "insideH": pytest.approx(0.25, abs=0.02),
    }
    red = markup.xpath(".//w:pBdr/w:bottom[@w:color='E60012']")[0]
    assert int(red.get(qn("w:space"))) * 25.4 / 72 == pytest.approx(4, abs=0.2)


@pytest.mark.parametrize("kind", ["notice", "letter", "minutes", "request"])
def test_docx_has_the_imprint_at_the_foot_of_the_type_area(kind: str) -> None:
    """After all text, as wide as it, its foot on the margin whatever its height."""
    body = parts_of(docx(PAPERS[kind]))["document.xml"].xpath("//w:body")[0]
    (table,) = body.xpath("w:tbl[w:tblPr/w:tblpPr]")
    assert "".join(table.xpath("following-sibling::w:p//w:t/text()")) == ""
    place = {
        key.rsplit("}")[1]: value for key, value in table.xpath("w:tblPr/w:tblpPr")[0].items()
    }
    assert (place["vertAnchor"], place["tblpYSpec"]) == ("margin", "bottom")
    assert place["horzAnchor"] == "page"
    assert int(place["tblpX"]) * 25.4 / 1440 == near(28)
    assert int(table.xpath("string(w:tblPr/w:tblW/@w:w)")) * 25.4 / 1440 == near(156)
    assert set(table.xpath("w:tblPr/w:tblCellMar/*/@w:w")) == {"0"}
    rows = table.xpath("w:tr")
    assert rows[0].xpath("string(.//w:t)").startswith("抄送：")
    assert all(row.xpath("w:trPr/w:cantSplit") for row in rows)
    assert len(rows) == (1 if kind == "letter" else 2)


@pytest.mark.parametrize("form", [Form.DOCUMENT, Form.LETTER])
def test_docx_of_a_letter_alone_has_a_first_page_of_its_own(form: Form) -> None:
    parts = parts_of(docx(replace(PAPERS["letter"], form=form)))
    assert bool(parts["document.xml"].xpath(".//w:titlePg")) is (form is Form.LETTER)
