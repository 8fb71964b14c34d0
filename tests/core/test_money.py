from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.core.errors import InputError
from dangwu.core.money import LARGEST, as_text, parse_yuan, round_to_cent

amounts = st.decimals(min_value=0, max_value=LARGEST, places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("15", "15.00"),
        ("15.5", "15.50"),
        ("15.", "15.00"),
        (" 1,234.56 元 ", "1234.56"),
        ("１，２３４．５６元", "1234.56"),
        ("￥15.00", "15.00"),
        ("人民币15元", "15.00"),
        ("0", "0.00"),
        ("15.500", "15.50"),
        ("9999999999999.99", "9999999999999.99"),
    ],
)
def test_parse_yuan_reads_amounts_as_people_write_them(text: str, amount: str) -> None:
    assert str(parse_yuan(text)) == amount


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有填写金额"),
        (" 元", "没有填写金额"),
        ("-5", "金额不能是负数，现为“-5”"),
        ("1.5万元", "不是以元为单位的金额"),
        ("1,23", "不是以元为单位的金额"),
        ("12,34,567", "不是以元为单位的金额"),
        ("1e3", "不是以元为单位的金额"),
        ("NaN", "不是以元为单位的金额"),
        ("十五元", "不是以元为单位的金额"),
        (".5", "不是以元为单位的金额"),
        ("15.005", "超过两位小数"),
        ("10000000000000", "过大"),
        ("9" * 60, "过大"),
    ],
)
def test_parse_yuan_refuses_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_yuan(text, field="lines.2.amount")
    assert words in str(refusal.value)
    assert refusal.value.field == "lines.2.amount"


@given(amounts)
def test_text_of_an_amount_reads_back(amount: Decimal) -> None:
    assert parse_yuan(as_text(amount)) == amount


@given(amounts)
def test_amount_with_commas_reads_as_without(amount: Decimal) -> None:
    assert parse_yuan(f"{amount:,.2f}元") == amount


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.004", "0.00"),
        ("2.675", "2.68"),
        ("-0.005", "-0.01"),
        ("-0.001", "0.00"),
        ("1E+2", "100.00"),
    ],
)
def test_round_to_cent_rounds_half_away_from_nought(exact: str, rounded: str) -> None:
    assert as_text(Decimal(exact)) == rounded
    assert str(round_to_cent(Decimal(exact))) == rounded


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_rounding_moves_by_half_a_cent_at_most(amount: Decimal) -> None:
    assert abs(round_to_cent(amount) - amount) <= Decimal("0.005")
