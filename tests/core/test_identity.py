from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.core.errors import InputError
from dangwu.core.identity import (
    DEGREE,
    EDUCATION,
    ETHNIC,
    MARITAL,
    POLITICAL_STATUS,
    SEX,
    Code,
    CodeTable,
    IdNumber,
    check_credit_code,
    check_id_number,
    clean_id_number,
    is_college_or_above,
    mask_id_number,
    mask_phone,
    synthetic_id_number,
)

SAMPLE = "11010519491231002X"  # the example printed in the standard
CREDIT_SAMPLE = "91350100M000100Y43"  # the example printed in the standard

TABLES = [SEX, ETHNIC, EDUCATION, DEGREE, MARITAL, POLITICAL_STATUS]

synthetic = st.builds(
    synthetic_id_number,
    birth=st.dates(),
    sequence=st.integers(1, 999),
    division=st.integers(990000, 999999).map(str),
)


def test_id_number_of_the_standard_is_accepted() -> None:
    assert check_id_number(SAMPLE) == IdNumber(SAMPLE, date(1949, 12, 31), "2")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "应为18位，现为0位"),
        ("1101051949123100", "应为18位，现为16位"),
        ("11010519491231002XX", "应为18位，现为19位"),
        ("110105491231002", "15位的旧身份证号码"),
        ("11010549123100A", "应为18位，现为15位"),
        ("1101051949123100 X", "第17位是“ ”，这一位只能是数字"),
        ("11010519491231002x", "第18位是“x”，这一位只能是数字或大写字母X"),
        ("１1010519491231002X", "第1位是“１”"),
        ("X1010519491231002X", "第1位是“X”"),
        ("11010519490230002X", "第7至14位“19490230”不是真实的日期"),
        ("11010500000101002X", "第7至14位“00000101”不是真实的日期"),
        ("110105194912310021", "应为“X”，现为“1”"),
    ],
)
def test_id_number_refusal_says_what_is_wrong(number: str, words: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_id_number(number, field="rows.3.id_number")
    assert words in str(refusal.value)
    assert refusal.value.field == "rows.3.id_number"


def test_id_number_refusal_does_not_repeat_the_number() -> None:
    with pytest.raises(InputError) as refusal:
        check_id_number("110105194912310021")
    assert "1101051949" not in str(refusal.value)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
        "‘11010519491231002X’",
        "\ufeff11010519491231002X\u200b",
        "11010519491231002\u00d7",
        "11010519491231002\u0425",
        "\t11010519491231002X\r\n",
        "11010519491231002X\u3000",
    ],
)
def test_clean_id_number_mends_how_it_was_typed(typed: str) -> None:
    assert clean_id_number(typed) == SAMPLE


@given(st.text())
def test_clean_id_number_is_stable(text: str) -> None:
    once = clean_id_number(text)
    assert clean_id_number(once) == once


@given(st.dates(), st.integers(1, 999))
def test_synthetic_id_number_passes_the_check_and_belongs_to_nobody(
    birth: date, sequence: int
) -> None:
    number = synthetic_id_number(birth=birth, sequence=sequence)
    assert check_id_number(number) == IdNumber(number, birth, "1" if sequence % 2 else "2")
    assert number.startswith("99")


@pytest.mark.parametrize("division", ["110105", "9900", "99000a", "99００００"])
def test_synthetic_id_number_refuses_a_division_that_may_exist(division: str) -> None:
    with pytest.raises(InputError, match="以99开头"):
        synthetic_id_number(birth=date(1990, 1, 1), sequence=1, division=division)


@pytest.mark.parametrize("sequence", [0, 1000])
def test_synthetic_id_number_refuses_a_sequence_outside_three_digits(sequence: int) -> None:
    with pytest.raises(InputError, match=f"现为{sequence}"):
        synthetic_id_number(birth=date(1990, 1, 1), sequence=sequence)


@given(synthetic, st.integers(0, 17), st.sampled_from("0123456789"))
def test_id_number_with_one_wrong_digit_is_refused(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong == number:
        assert check_id_number(wrong).number == number
        return
    with pytest.raises(InputError):
        check_id_number(wrong)


@given(synthetic, st.integers(0, 16))
def test_id_number_with_two_neighbours_swapped_is_refused(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped == number:
        assert check_id_number(swapped).number == number
        return
    with pytest.raises(InputError):
        check_id_number(swapped)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(SAMPLE, "110***********002X"), ("110105491231002", "110********1002"), ("123", "***")],
)
def test_mask_id_number_keeps_the_length_and_hides_the_birth_date(number: str, shown: str) -> None:
    assert mask_id_number(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800001234", "138****1234"),
        ("01000001234", "010****1234"),
        ("00001234", "******34"),
        ("0000-1234-5", "*********-5"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_mask_phone_shows_little(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


def test_credit_code_of_the_standard_is_accepted() -> None:
    assert check_credit_code(CREDIT_SAMPLE) == CREDIT_SAMPLE


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91350100M000100Y4", "应为18位，现为17位"),
        ("91350100I000100Y43", "第9位是“I”"),
        ("91350100m000100Y43", "第9位是“m”"),
        ("9135010AM000100Y43", "第3至8位是登记机关区划代码"),
        ("91350100M000100Y44", "应为“3”，现为“4”"),
    ],
)
def test_credit_code_refusal_says_what_is_wrong(code: str, words: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_credit_code(code, field="code")
    assert words in str(refusal.value)
    assert refusal.value.field == "code"


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_credit_code_with_one_wrong_character_is_refused(place: int, character: str) -> None:
    wrong = CREDIT_SAMPLE[:place] + character + CREDIT_SAMPLE[place + 1 :]
    if wrong == CREDIT_SAMPLE:
        assert check_credit_code(wrong) == wrong
        return
    with pytest.raises(InputError):
        check_credit_code(wrong)


def test_ethnic_table_has_56_peoples_and_two_more_lines() -> None:
    assert list(ETHNIC.codes) == [f"{n:02d}" for n in range(1, 57)] + ["97", "98"]
    assert len({line.letters for line in ETHNIC.codes.values()} - {""}) == 56


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.field)
def test_every_line_is_found_by_code_and_by_name(table: CodeTable) -> None:
    for line in table.codes.values():
        assert table.by_code(line.code) == line
        assert table.by_name(line.name) == line
        assert table.read(f" {line.code} ") == line


@pytest.mark.parametrize(
    ("table", "text", "code"),
    [
        (ETHNIC, "汉", "01"),
        (ETHNIC, "汉族", "01"),
        (ETHNIC, "ha", "01"),
        (ETHNIC, "１", "01"),
        (ETHNIC, "维族", "05"),
        (ETHNIC, "乌兹别克族", "43"),
        (ETHNIC, "达斡尔", "31"),
        (EDUCATION, "大专", "30"),
        (EDUCATION, "专科", "30"),
        (EDUCATION, "本科", "20"),
        (EDUCATION, "大学本科", "20"),
        (EDUCATION, "大学 本科", "20"),
        (EDUCATION, "本科毕业", "21"),
        (EDUCATION, "中专", "41"),
        (EDUCATION, "高中", "60"),
        (EDUCATION, "初中", "70"),
        (DEGREE, "学士学位", "4"),
        (SEX, "男性", "1"),
        (MARITAL, "已婚", "20"),
        (POLITICAL_STATUS, "群众", "13"),
        (POLITICAL_STATUS, "正式党员", "01"),
        (POLITICAL_STATUS, "九三学社", "10"),
        (POLITICAL_STATUS, "3", "03"),
    ],
)
def test_tables_read_customary_forms(table: CodeTable, text: str, code: str) -> None:
    assert table.read(text).code == code


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        (ETHNIC, "蒙古人", "不认识的民族“蒙古人”；是不是：蒙古族"),
        (EDUCATION, "研究", "研究生教育"),
        (POLITICAL_STATUS, "共青团", "共青团员"),
        (SEX, "??", "请按GB/T 2261.1填写名称或代码"),
        (SEX, "  ", "性别没有填写"),
        (SEX, "5", "性别代码“5”不在GB/T 2261.1中"),
    ],
)
def test_tables_refuse_with_suggestions(table: CodeTable, text: str, words: str) -> None:
    with pytest.raises(InputError) as refusal:
        table.read(text)
    assert words in str(refusal.value)
    assert refusal.value.field == table.field


def test_code_line_carries_letters_only_where_the_standard_has_them() -> None:
    assert ETHNIC.by_code("02") == Code("02", "蒙古族", "MG")
    assert SEX.by_code("1") == Code("1", "男")


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("10", True),
        ("19", True),
        ("20", True),
        ("28", True),
        ("31", True),
        ("41", False),
        ("61", False),
        ("90", False),
        ("24", False),
        ("", False),
    ],
)
def test_college_or_above_follows_the_groups_of_the_standard(code: str, counts: bool) -> None:
    assert is_college_or_above(code) is counts
