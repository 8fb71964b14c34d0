import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.core.errors import DomainError
from dangwu.exchange import cleaning
from dangwu.exchange.cleaning import Cell, CellError, Day
from dangwu.exchange.columns import COLUMNS, fold, guess, guess_mapping

DAYS = st.dates(min_value=date(1928, 1, 1), max_value=date(2099, 12, 31))
CELLS = (
    st.text(max_size=30)
    | st.floats()
    | st.integers(-(10**20), 10**20)
    | st.booleans()
    | st.dates()
    | st.none()
)


def wide(text: str) -> str:
    """The text as a Chinese keyboard in full-width mode types it."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]))
def test_day_is_read_from_every_spelling(day: date, spelling: str) -> None:
    text = day.strftime(spelling)
    assert cleaning.clean_day(text) == Day(day)
    assert cleaning.clean_day(f"　{wide(text)} ") == Day(day)


@given(DAYS)
def test_day_is_read_from_a_serial_number_and_from_a_real_date(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert cleaning.clean_day(float(serial)) == Day(day)
    assert cleaning.clean_day(str(serial)) == Day(day)
    assert cleaning.clean_day(day) == Day(day)
    assert cleaning.clean_day(datetime(day.year, day.month, day.day, 8)) == Day(day)  # noqa: DTZ001 - workbooks have no zone


@pytest.mark.parametrize(
    "cell", ["1978.7", "1978年7月", "197807", "1978/7", "1978-07", 197807.0, 1978.7, "1978.7."]
)
def test_month_without_day_is_its_first_day_and_says_so(cell: Cell) -> None:
    assert cleaning.clean_day(cell) == Day(date(1978, 7, 1), whole=False)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1978", "只有年份"),
        (1978.1, "分不清是1月还是10月"),
        ("1978.13", "没有1978年13月"),
        ("1978-02-30", "没有1978年02月30日这一天"),
        ("不详", "看不出是哪一天"),
        ("78.7", "看不出是哪一天"),
        ("1078-07-01", "年份1078不合理"),
        (True, "不是日期"),
    ],
)
def test_day_that_cannot_be_read_says_why(cell: Cell, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        cleaning.clean_day(cell)


@given(CELLS)
def test_cleaners_answer_or_refuse_and_never_fail(cell: Cell) -> None:
    for clean in (
        cleaning.clean_day,
        cleaning.clean_id,
        cleaning.clean_phone,
        cleaning.clean_standing,
        cleaning.clean_yes_no,
        cleaning.clean_money,
        cleaning.clean_months,
        lambda value: cleaning.clean_code(value, kind="ethnic"),
        lambda value: cleaning.clean_text(value, limit=20),
    ):
        try:
            clean(cell)
        except DomainError as refusal:
            assert str(refusal).endswith(("。", "？"))  # noqa: PT017 - either outcome is right


@given(st.text(max_size=60))
def test_text_is_clean_after_one_cleaning(text: str) -> None:
    once = cleaning.clean_text(text, limit=60)
    assert cleaning.clean_text(once, limit=60) == once
    assert not any(unicodedata.category(c)[0] == "C" for c in once)


@pytest.mark.parametrize("cell", [3.30102199001011e17, 330102199001011234, "3.30102E+17"])
def test_number_that_lost_digits_is_refused_with_the_way_out(cell: Cell) -> None:
    with pytest.raises(CellError, match="设为“文本”格式"):
        cleaning.clean_id(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (10012345678.0, "10012345678"),
        ("１００－１２３４－５６７８", "10012345678"),
        ("+86 100 1234 5678", "10012345678"),
        ("0571-88888888", "0571-88888888"),
    ],
)
def test_phone_is_read_as_typed(cell: Cell, number: str) -> None:
    assert cleaning.clean_phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("党员", "full"),
        ("正 式党员", "full"),
        ("预备", "probationary"),
        ("中共预备党员", "probationary"),
        ("积极分子", "activist"),
    ],
)
def test_standing_is_read_from_customary_words(cell: str, code: str) -> None:
    assert cleaning.clean_standing(cell) == code


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        ("ethnic", "汉", "01"),
        ("ethnic", 2.0, "02"),
        ("ethnic", "维吾尔族", "05"),
        ("education", "大专", "30"),
        ("education", "21", "21"),
        ("degree", "403", "4"),
        ("sex", "女", "2"),
    ],
)
def test_code_is_read_from_name_or_code(kind: str, cell: Cell, code: str) -> None:
    assert cleaning.clean_code(cell, kind=kind) == code


def test_unknown_code_names_the_nearest() -> None:
    with pytest.raises(CellError, match="是不是：蒙古族"):
        cleaning.clean_code("蒙古旗", kind="ethnic")


def test_yes_no_and_amounts() -> None:
    assert [cleaning.clean_yes_no(c) for c in ("是", "√", 1.0, True)] == [True] * 4
    assert [cleaning.clean_yes_no(c) for c in ("否", "无", 0.0, False)] == [False] * 4
    assert cleaning.clean_money("３０元") == Decimal("30.00")
    assert cleaning.clean_months("-3个月") == -3


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("身份证号", "id_number"),
        ("公民身份号码\n（18位）", "id_number"),
        ("证 件 号 码*", "id_number"),
        ("入党时间", "joined_on"),
        ("联系电话", "phone"),
        ("序号", ""),
        ("家庭成员", None),
    ],
)
def test_heading_means_a_column(heading: str, field: str | None) -> None:
    assert guess(heading) == field


def test_every_heading_of_the_table_means_its_own_column() -> None:
    wrong = {
        name: guess(name)
        for column in COLUMNS.values()
        for name in column.names
        if guess(name) != column.field
    }
    assert wrong == {}


def test_first_of_two_equal_headings_has_the_column() -> None:
    mapping = guess_mapping(["姓名", "身份证号", "证件号码"])
    assert mapping == {fold("姓名"): "name", fold("身份证号"): "id_number", fold("证件号码"): ""}
