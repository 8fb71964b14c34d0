"""Every kind becomes a page and a file, with little and with much, and ends as it must."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dangwu.core.errors import InputError
from dangwu.documents.kinds import KINDS, elections
from dangwu.documents.kinds.certificates import Receipt, capital_yuan, receipt
from dangwu.documents.kinds.correspondence import Report, Request, report, request
from dangwu.documents.kinds.issue import Issue
from dangwu.documents.paper import Paper, Paragraph, paper_content, paper_from
from dangwu.documents.printing import docx, pdf
from documents.reading import missing_glyphs, pages_in, parts_of, text_of, words_of
from documents.samples import DAY, EXTREME, RARE, SHORT, papers

PAPERS = {
    **{f"{kind}-short": paper for kind, paper in papers(SHORT).items()},
    **{f"{kind}-extreme": paper for kind, paper in papers(EXTREME).items()},
}
BALLOT = elections.Ballot(
    organisation="示范党委", body="委员会", held_on=DAY, names=("甲某", "乙某", "丙某"), seats=2
)
ISSUE = Issue(issuer="中共河东村支部委员会", dated=DAY)


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(papers(SHORT)) == set(KINDS)
    assert all(paper.kind == kind for kind, paper in papers(SHORT).items())


@pytest.mark.parametrize("name", PAPERS)
def test_the_printed_page_and_the_file_say_the_same(name: str) -> None:
    paper = PAPERS[name]
    printed, written = pdf(paper), docx(paper)
    assert not missing_glyphs(printed)
    on_page, in_file = text_of(printed), words_of(written)
    for word in _words(paper):
        assert word in on_page
        assert word in in_file


def _words(paper: Paper) -> list[str]:
    """Return pieces of the title and of every paragraph."""
    lines = [line for line in paper.title.split("\n") if len(line) <= 20]
    texts = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    return ["".join(text.split()) for text in [*lines, *(text[:12] for text in texts)]]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_kept_and_read_back_as_it_was(name: str) -> None:
    assert paper_from(paper_content(PAPERS[name]), digest=PAPERS[name].digest) == PAPERS[name]


@pytest.mark.parametrize("name", ["ballot-short", "count_sheet-short", "receipt-short"])
def test_what_is_filled_in_by_hand_is_one_page(name: str) -> None:
    assert pages_in(pdf(PAPERS[name])) == 1


def test_a_ballot_says_how_to_mark_it_before_the_names() -> None:
    said = text_of(pdf(PAPERS["ballot-extreme"]))
    assert 0 < said.index("赞成”栏画“○”") < said.index("候选人（按姓氏笔画为序）")


def test_ballots_that_are_cut_apart_do_not_count_each_other_as_pages() -> None:
    both = elections.ballots([BALLOT, replace(BALLOT, body="纪律检查委员会")])
    assert pages_in(pdf(both)) == 2
    assert "共2页" not in text_of(pdf(both))
    words = [each.text or "" for part in parts_of(docx(both)).values() for each in part.iter()]
    assert not [word for word in words if "NUMPAGES" in word]


@pytest.mark.parametrize(
    ("kind", "closing"),
    [
        ("request", "妥否，请批示。"),
        ("term_request", "妥否，请批示。"),
        ("candidates_request", "妥否，请批示。"),
        ("report", "特此报告。"),
        ("election_result", "特此报告。"),
        ("life_meeting_report", "特此报告。"),
        ("reply", "此复。"),
        ("certificate", "特此证明。"),
    ],
)
def test_a_paper_ends_as_its_kind_asks(kind: str, closing: str) -> None:
    last = PAPERS[f"{kind}-short"].blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.text == closing


def test_a_closing_that_was_typed_is_not_said_twice() -> None:
    values = Request(
        issue=ISSUE,
        title="请示",
        addressee="县委",
        blocks=(Paragraph("拟设立党支部。妥否，请批示。"),),
    )
    assert request(values).blocks == values.blocks


@pytest.mark.parametrize("addressee", ["县委、县政府", "各党支部", "县委，组织部", " "])
def test_a_request_goes_to_one_superior(addressee: str) -> None:
    values = Request(issue=ISSUE, title="请示", addressee=addressee, blocks=())
    with pytest.raises(InputError, match="主送"):
        request(values)


def test_a_report_asks_for_nothing() -> None:
    asks = Report(
        issue=ISSUE, title="报告", addressee="县委", blocks=(Paragraph("拟购设备，请批示。"),)
    )
    with pytest.raises(InputError, match="另写一份请示"):
        report(asks)


def test_two_hundred_people_stand_in_the_roll_and_on_the_sheet() -> None:
    for kind in ("minutes", "attendance_sheet", "meeting_record"):
        on_page = text_of(pdf(PAPERS[f"{kind}-extreme"]))
        assert not [name for name in EXTREME.people if name not in on_page]


def test_rare_characters_of_names_are_printed() -> None:
    made = pdf(replace(PAPERS["notice-short"], blocks=(Paragraph("、".join(RARE)),)))
    assert not missing_glyphs(made)
    assert "、".join(RARE) in text_of(made)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("1203.05", "壹仟贰佰零叁元零伍分"),
        ("12345.67", "壹万贰仟叁佰肆拾伍元陆角柒分"),
        ("10001", "壹万零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("20500000", "贰仟零伍拾万元整"),
    ],
)
def test_amounts_are_written_in_capitals(amount: str, words: str) -> None:
    assert capital_yuan(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-1", "1000000000000000"])
def test_amounts_that_no_receipt_has_are_refused(amount: str) -> None:
    with pytest.raises(InputError, match="大写"):
        capital_yuan(Decimal(amount))


def test_a_receipt_is_over_more_than_nothing() -> None:
    values = Receipt(
        issuer="甲",
        number="1",
        payer="乙",
        lines=(("党费", Decimal(0)),),
        dated=DAY,
        receiver="丙",
    )
    with pytest.raises(InputError, match="大于零"):
        receipt(values)
