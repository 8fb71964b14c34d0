"""Whatever is typed is printed as it is: nothing in it is markup, nothing is lost."""

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from dangwu.documents.paper import (
    Align,
    Caption,
    Column,
    Cut,
    Facts,
    Form,
    Heading,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Roll,
    Signatures,
    Table,
    blocks_of,
    ordinal,
    paper_content,
    paper_from,
)
from dangwu.documents.paper.texts import breadth, cells, name_lines
from dangwu.documents.printing import docx, pdf
from dangwu.documents.printing.pages import POINTS, head_of
from dangwu.documents.printing.titles import title_lines
from documents.reading import lines_of, missing_glyphs, pages_in, parts_of, text_of, words_of

MARKUP = '#import "x": * $x^2$ [a] @b *c* _d_ `e` \\u{4e2d} <label> // g /* h */ = i - j + k ~l --- ... \'m\' "n"'
XML = "<w:t>&amp;</w:t> ]]> <!-- x --> <?y?> \"'"
PAPER = Paper(kind="notice", form=Form.DOCUMENT, title="通知", issuer="中共甲支部")
# Characters that the free typefaces have and that are written from left to right.
PRINTED = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("，。、；：？！“”‘’（）《》〔〕—…·％"),
    ),
    min_size=1,
    max_size=300,
)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", [MARKUP, XML])
@pytest.mark.parametrize("form", list(Form))
def test_markup_is_printed_as_it_is(text: str, form: Form) -> None:
    paper = replace(
        PAPER,
        form=form,
        subtitle=text,
        number=text if form is not Form.RECEIPT else "",
        addressee=text,
        attachments=(text, text),
        note=text,
        copies_to=text,
        printed_by="办公室",
        blocks=(
            *(Paragraph(text), Heading(text), Items((text,)), Facts(((text, text),))),
            *(
                Roll("出席", (text,)),
                Table((Column(text), Column("", 2, Align.END)), ((text, text),)),
            ),
            *(Signatures((text,)), Cut(text), Caption("题", text), PageBreak(), Paragraph("完")),
        ),
    )
    printed, written = text_of(pdf(paper)), words_of(docx(paper))
    least = 10 if form in (Form.DOCUMENT, Form.LETTER, Form.MINUTES) else 9
    assert printed.count(bare(text)) >= least - 1
    assert written.count(bare(text)) >= least - 1


@SLOW
@given(PRINTED)
def test_any_text_survives_on_the_page(text: str) -> None:
    made = pdf(replace(PAPER, blocks=(Paragraph(text), Table((Column("栏"),), ((text,),)))))
    assert text_of(made).count(bare(text)) >= 1
    assert not missing_glyphs(made)


@SLOW
@given(st.text(min_size=1, max_size=300))
def test_any_text_at_all_makes_a_page_and_a_file_that_opens(text: str) -> None:
    paper = replace(PAPER, title=text, blocks=(Paragraph(text), Facts(((text, text),))))
    assert pages_in(pdf(paper)) >= 1
    assert parts_of(docx(paper))["document.xml"] is not None


@SLOW
@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=300))
def test_any_text_survives_in_the_file(text: str) -> None:
    assert bare(text.replace("\u200b", "")) in words_of(
        docx(replace(PAPER, blocks=(Paragraph(text),)))
    )


@SLOW
@given(st.text(max_size=80), st.integers(min_value=4, max_value=30))
def test_a_title_keeps_every_character_and_its_width(text: str, width: int) -> None:
    lines = title_lines(text, width=width)
    assert bare("".join(lines)) == bare(text)
    assert all(breadth(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于召开换届选举党员大会的请示", ["关于召开换届选举党员大会的请示"]),
        (
            "中共红旗县河东镇委员会关于进一步加强机关党支部标准化规范化建设的通知",
            ["中共红旗县河东镇委员会关于进一步加强", "机关党支部标准化规范化建设的通知"],
        ),
        (
            "中共红旗县河东镇委员会关于同意中共河东镇河东村支部委员会换届选举结果的批复",
            ["中共红旗县河东镇委员会关于同意中共河东镇", "河东村支部委员会换届选举结果的批复"],
        ),
    ],
)
def test_a_long_title_is_broken_between_words(title: str, lines: list[str]) -> None:
    assert list(title_lines(title, width=20)) == lines


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "中共Huawei Technologies研究院2012实验室AI研发中心第12党支部会议纪要",
            ["中共Huawei Technologies", "研究院2012实验室AI", "研发中心第12党支部会议纪要"],
        ),
        (
            "中共ABC-2000（北京）生物科技有限公司第3联合党支部会议纪要",
            ["中共ABC-2000（北京）", "生物科技有限公司", "第3联合党支部会议纪要"],
        ),
        (
            "中共WMW集团BMW Automotive党支部会议纪要",
            ["中共WMW集团BMW", "Automotive党支部会议纪要"],
        ),
    ],
)
def test_a_head_keeps_latin_words_whole_and_numbers_with_what_they_count(
    name: str, lines: list[str]
) -> None:
    head = head_of(name)
    assert list(head.lines) == lines
    assert all(breadth(line) * head.size <= POINTS for line in lines)


@pytest.mark.parametrize("items", range(2, 22))
@pytest.mark.parametrize(
    "last",
    [
        Paragraph("议定下周完成。"),
        Paragraph("大家一致认为应当按照方案办理。" * 30),
        Facts((("签字", "王五（书记）"),)),
    ],
    ids=["short", "long", "signed"],
)
def test_a_page_with_lines_to_sign_on_carries_text_as_well(
    items: int, last: Paragraph | Facts
) -> None:
    said = [Paragraph("同意。")] * items
    paper = replace(PAPER, form=Form.SHEET, title="会议记录", issuer="",
                    blocks=(*said, last, Signatures(("主持人", "记录人"))))  # fmt: skip
    lines = [line for line in lines_of(pdf(paper)) if line.size == 16]
    signing = next(line for line in lines if line.text.startswith("主持人"))
    beside = [line for line in lines if line.page == signing.page and "人：" not in line.text]
    assert beside


def test_word_keeps_the_last_paragraph_with_the_lines_to_sign_on() -> None:
    paper = replace(
        PAPER, blocks=(Paragraph("甲"), Paragraph("乙"), Signatures(("主持人", "记录人")))
    )
    kept = parts_of(docx(paper))["document.xml"].xpath(".//w:p[w:pPr/w:keepNext]")
    texts = ["".join(one.xpath(".//w:t/text()")) for one in kept]
    assert [text for text in texts if text in ("甲", "乙", "主持人：", "记录人：")] == [
        "乙",
        "主持人：",
    ]


def test_no_name_is_broken_over_two_lines() -> None:
    names = ("朱镕昇", "李堃", "买买提·吐尔逊江") * 20
    lines = name_lines(names, width=23)
    assert [name for line in lines for name in line.split("\u3000") if name] == list(names)
    assert all(cells(line) <= 23 for line in lines)


def test_typed_text_becomes_headings_of_four_levels() -> None:
    typed = (
        "一、总体要求\n（一）加强学习。每月一次。\n1.时间\n（1）地点\n\n  3.5万元已拨付。 \n正文"
    )
    assert blocks_of(typed) == (
        Heading("一、总体要求", 1),
        Heading("（一）加强学习。", 2, "每月一次。"),
        Heading("1.时间", 3),
        Heading("（1）地点", 4),
        Paragraph("3.5万元已拨付。"),
        Paragraph("正文"),
    )


def test_numbers_of_headings() -> None:
    assert [ordinal(1, n) for n in (1, 10, 11, 20, 35)] == [
        "一、",
        "十、",
        "十一、",
        "二十、",
        "三十五、",
    ]
    assert [ordinal(level, 2) for level in (2, 3, 4)] == ["（二）", "2.", "（2）"]


def test_a_draft_says_so_on_every_page_and_a_sealed_paper_its_digest() -> None:
    long = replace(PAPER, blocks=(Paragraph("正文" * 600),))
    made = pdf(long, draft=True)
    assert text_of(made).count("草稿") == pages_in(made)
    sealed = replace(long, digest="ab" * 32)
    assert text_of(pdf(sealed)).count("ab" * 32) == pages_in(pdf(sealed))
    feet = [p for n, p in parts_of(docx(sealed)).items() if n.startswith("footer")]
    assert all("ab" * 32 in foot.xpath("string(.)") for foot in feet)


def test_a_picture_stands_in_both_and_is_kept() -> None:
    drawn = io.BytesIO()
    Image.new("1", (29, 29)).save(drawn, "PNG")
    paper = replace(PAPER, blocks=(Picture(drawn.getvalue(), 35, "扫码签到"),))
    assert paper_from(paper_content(paper)) == paper
    assert "扫码签到" in text_of(pdf(paper))
    (extent,) = parts_of(docx(paper))["document.xml"].xpath(".//wp:extent")
    assert int(extent.get("cx")) == 35 * 36000
