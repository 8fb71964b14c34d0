import logging
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.core.errors import InputError
from dangwu.core.names import (
    NameKeys,
    QueryKind,
    SearchTerms,
    initials,
    name_keys,
    ngrams,
    normalise,
    pinyin,
    pinyin_key,
    search_terms,
    stroke_key,
)
from dangwu.core.names_data import characters
from dangwu.core.names_data.characters import stroke_order

han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
han_names = st.text(han, min_size=2, max_size=6)

# Surnames by number of strokes, then by kinds of stroke: 阮 521135 before 孙 521234.
BY_STROKES = (
    "丁于万王韦毛文方尹孔邓左石龙叶田史付冯司边吉毕曲朱乔任华向庄刘齐江汤安许阮孙牟严苏杜李杨时吴邱何余邹汪"
    "沈宋张陆陈邵范林欧罗金周郑孟赵胡段侯俞施洪祝姚贺骆秦袁莫贾夏顾柴钱徐翁高郭唐陶黄萧梅曹龚"
)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("李明", "李明"),
        (" 李　明 ", "李明"),
        ("李\u200b明\ufeff", "李明"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("·吐尔逊·", "吐尔逊"),
        ("Ｊｏｈｎ\u3000 Ｓｍｉｔｈ", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("王 Peter", "王Peter"),
        ("⼀凡", "一凡"),  # a radical sign, as copied from a PDF
        ("", ""),
    ],
)
def test_normalise_mends_how_a_name_was_typed(written: str, stored: str) -> None:
    assert normalise(written) == stored


@given(st.text())
def test_normalise_is_stable(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_stroke_key_orders_surnames_as_printed_lists_do() -> None:
    names = [surname + "一" for surname in BY_STROKES]
    assert sorted(names, key=stroke_key) == names


@pytest.mark.parametrize(
    "names",
    [
        ["丁一", "王一", "李一", "张一", "陈一", "龚一"],
        ["王五", "王龙", "王一一", "王龙龙"],  # single given names first
        ["欧文", "欧阳", "欧明", "欧文文", "欧阳锋", "欧阳修竹"],  # then the compound surname
        ["丁一", "买买提·吐尔逊", "李明"],  # by its first character
    ],
)
def test_stroke_key_follows_custom(names: list[str]) -> None:
    assert sorted(names, key=stroke_key) == names


@given(st.lists(han_names, min_size=2, max_size=5), han, han)
def test_stroke_key_keeps_people_of_one_surname_together(
    given_names: list[str], one: str, other: str
) -> None:
    people = [surname + name for name in given_names for surname in (one, other)]
    order = [name[0] for name in sorted(people, key=stroke_key)]
    changes = sum(a != b for a, b in pairwise(order))
    assert changes == (one != other)


@pytest.mark.parametrize("name", ["朱镕昇", "李堃", "王喆", "张翀", "陈玥"])
def test_stroke_key_knows_characters_that_old_fonts_lack(name: str) -> None:
    assert all(not stroke_order(c).startswith("z") for c in name)


def test_stroke_order_corrects_and_completes_the_table() -> None:
    assert stroke_order("灰") < stroke_order("达") < stroke_order("戍")
    assert stroke_order("虺") < stroke_order("䶮") < stroke_order("卼")


def test_stroke_order_puts_unknown_characters_last_by_code_point() -> None:
    last = max(stroke_order(chr(c)) for c in range(0x4E00, 0x9FA6) if chr(c) not in "瓱瓰兙桛瓼")
    assert last < stroke_order("A") < stroke_order("b") < stroke_order("㛃") < stroke_order("𫍯")


@given(st.text(), st.text())
def test_stroke_key_differs_for_different_names(one: str, other: str) -> None:
    shown = [[c for c in normalise(name) if c.isalnum()] for name in (one, other)]
    if shown[0] != shown[1]:
        assert stroke_key("".join(shown[0])) != stroke_key("".join(shown[1]))
    else:
        assert stroke_key("".join(shown[0])) == stroke_key("".join(shown[1]))


@pytest.mark.parametrize(
    ("name", "letters", "first"),
    [
        ("张三", "zhangsan", "zs"),
        ("曾国", "zengguo", "zg"),
        ("单雄", "shanxiong", "sx"),
        ("单于明", "chanyuming", "cym"),
        ("查明", "zhaming", "zm"),
        ("仇英", "qiuying", "qy"),
        ("解明", "xieming", "xm"),
        ("任明", "renming", "rm"),
        ("区明", "ouming", "om"),
        ("盖明", "geming", "gm"),
        ("翟明", "zhaiming", "zm"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟雄", "moqixiong", "mqx"),
        ("长孙明", "zhangsunming", "zsm"),
        ("长孙", "changsun", "cs"),  # two characters: 长 is the surname
        ("吕布", "lvbu", "lb"),
        ("李晟", "lisheng", "ls"),
        ("明曾", "mingceng", "mc"),  # only the surname reads otherwise
        ("单增·多吉", "danzengduoji", "dzdj"),  # several parts: no surname
        ("王Peter", "wangpeter", "wpeter"),
        ("John Smith", "johnsmith", "johnsmith"),
        ("王1", "wang", "w"),
        ("", "", ""),
    ],
)
def test_pinyin_reads_surnames_as_families_do(name: str, letters: str, first: str) -> None:
    assert (pinyin(name), initials(name)) == (letters, first)


@pytest.mark.parametrize(
    "names",
    [
        ["陈一", "李一", "王一", "曾一", "张一", "章一"],
        ["李", "李安", "李白", "李白云", "林白"],
        ["詹天", "张天", "\U0003134a一"],  # no reading: last
    ],
)
def test_pinyin_key_orders_by_syllable_tone_and_strokes(names: list[str]) -> None:
    assert sorted(names, key=pinyin_key) == names


def test_ngrams_hold_characters_pairs_and_the_whole() -> None:
    assert ngrams("买买提·Ab") == ["买", "提", "a", "b", "买买", "买提", "提a", "ab", "买买提ab"]
    assert ngrams("李明") == ["李", "明", "李明"]
    assert ngrams(" ") == []


@given(han_names, st.integers(0, 5), st.integers(1, 6))
def test_every_part_of_a_name_finds_it(name: str, start: int, size: int) -> None:
    part = name[start : start + size] or name
    terms = search_terms(part)
    assert terms.kind is QueryKind.HAN
    assert set(terms.grams) <= set(ngrams(name))


@given(han_names)
def test_name_keys_are_the_single_keys(name: str) -> None:
    assert name_keys(name) == NameKeys(
        name=normalise(name),
        stroke_key=stroke_key(name),
        pinyin_key=pinyin_key(name),
        pinyin=pinyin(name),
        initials=initials(name),
        ngrams=ngrams(name),
    )


@given(st.text())
def test_no_text_makes_a_key_fail(text: str) -> None:
    keys = name_keys(text)
    assert keys.pinyin == keys.pinyin.lower()
    assert keys.stroke_key.isascii()
    assert keys.pinyin_key.isascii()


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("王", SearchTerms(QueryKind.HAN, "王", ("王",))),
        ("王 小明", SearchTerms(QueryKind.HAN, "王小明", ("王小", "小明"))),
        ("买买提·吐", SearchTerms(QueryKind.HAN, "买买提吐", ("买买", "买提", "提吐"))),
        ("一二X", SearchTerms(QueryKind.HAN, "一二x", ("一二", "二x"))),
        ("Zhang San", SearchTerms(QueryKind.PINYIN, "zhangsan", (), may_be_initials=True)),
        ("ｚｈāｎｇｓ", SearchTerms(QueryKind.PINYIN, "zhangs", (), may_be_initials=True)),
        ("xi'an", SearchTerms(QueryKind.PINYIN, "xian")),
        ("jinyu", SearchTerms(QueryKind.PINYIN, "jinyu")),
        ("lǚ", SearchTerms(QueryKind.PINYIN, "lv")),
        ("lyu", SearchTerms(QueryKind.PINYIN, "lv")),
        ("iu", SearchTerms(QueryKind.PINYIN, "iu")),
        ("zs", SearchTerms(QueryKind.INITIALS, "zs", (), may_be_initials=True)),
        ("z", SearchTerms(QueryKind.INITIALS, "z", (), may_be_initials=True)),
        ("110105 1949", SearchTerms(QueryKind.NUMBER, "1101051949")),
        ("99000019491231002x", SearchTerms(QueryKind.NUMBER, "99000019491231002X")),
        ("+86 138-0000-1234", SearchTerms(QueryKind.NUMBER, "13800001234")),
        ("１３８", SearchTerms(QueryKind.NUMBER, "138")),
    ],
)
def test_search_terms_say_what_was_typed(query: str, terms: SearchTerms) -> None:
    assert search_terms(query) == terms


@pytest.mark.parametrize("query", ["", "  ", "??", "·"])
def test_search_terms_refuse_an_empty_query(query: str) -> None:
    with pytest.raises(InputError, match="请输入姓名") as refusal:
        search_terms(query)
    assert refusal.value.field == "query"


@given(han_names)
def test_pinyin_and_initials_of_a_name_are_read_as_such(name: str) -> None:
    letters = pinyin(name)
    if letters:
        assert search_terms(letters).text == letters
        assert search_terms(letters).kind in {QueryKind.PINYIN, QueryKind.INITIALS}
        assert search_terms(initials(name)).may_be_initials


def test_character_data_is_read_without_importing_its_packages() -> None:
    stroke_key("李明")
    assert "cn_sort" not in sys.modules
    assert "cn_sort" not in logging.Logger.manager.loggerDict


def test_missing_character_data_is_named() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        characters._package_file("no_such_package", "data.json")
