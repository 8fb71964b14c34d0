"""Names of people: their order by strokes and by pinyin, and how they are found."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import add

from dangwu.core.errors import InputError
from dangwu.core.names_data.characters import is_han, reading, stroke_order
from dangwu.core.names_data.surnames import COMPOUND, GIVEN, SINGLE
from dangwu.core.names_data.syllables import is_run_of_syllables

DOT = "·"
ONLY_COMMON_HAN = re.compile("[\u4e00-\u9fff]+")
DOTS = re.compile("[•‧∙⋅・]")  # NFKC has already turned the half-width one into the last
LENGTHS = "0123456789abcdefghijklmnopqrstuvwxyz"
NOT_INITIALS = frozenset("iuv")  # no syllable begins with them


class QueryKind(StrEnum):
    """What a person typed into the search box."""

    HAN = "han"  # a name or a part of it, in any script but Latin
    PINYIN = "pinyin"
    INITIALS = "initials"
    NUMBER = "number"  # of a person, a telephone or an organisation


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """A query made ready for the stored keys.

    grams: for a query of kind HAN, all of them stand among the n-grams of a name that holds the
    text; a query of three or more characters must then be compared with the name itself.
    """

    kind: QueryKind
    text: str
    grams: tuple[str, ...] = ()
    may_be_initials: bool = False


@dataclass(frozen=True, slots=True)
class NameKeys:
    """All that is stored beside a name."""

    name: str  # normalised
    stroke_key: str
    pinyin_key: str
    pinyin: str
    initials: str
    ngrams: list[str]


def normalise(name: str) -> str:
    """Return the name as it is stored and compared.

    Half-width letters, no invisible characters, no blanks beside Chinese characters, one · between
    the parts of a name of several parts.
    """
    if ONLY_COMMON_HAN.fullmatch(name):
        return name
    visible = "".join(
        " " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    text = DOTS.sub(DOT, unicodedata.normalize("NFKC", visible))
    words = text.replace(DOT, f" {DOT} ").split()
    return _between_han(_joined(words))


def name_keys(name: str) -> NameKeys:
    """Return every key of one name at once; a roster of 200,000 names takes seconds."""
    normal = normalise(name)
    surname, given = _split(normal)
    syllables = _readings(surname, given)
    return NameKeys(
        name=normal,
        stroke_key=_stroke_key(surname, given),
        pinyin_key=_pinyin_key(surname + given, syllables),
        pinyin=_letters(syllables),
        initials=_initials(syllables),
        ngrams=_ngrams(normal),
    )


def stroke_key(name: str) -> str:
    """Return the key of the order by strokes of the surname (姓氏笔画), for code-point collation.

    First character of the surname by number of strokes, then by kinds of stroke 横竖撇点折; a
    single surname before a compound one that begins with it; then shorter given names before
    longer ones, then the given name character by character.
    """
    return _stroke_key(*_split(normalise(name)))


def pinyin_key(name: str) -> str:
    """Return the key of the order by pinyin: syllable, tone, strokes, character by character."""
    surname, given = _split(normalise(name))
    return _pinyin_key(surname + given, _readings(surname, given))


def pinyin(name: str) -> str:
    """Return the whole name in pinyin: lower case, no tones, no gaps, ü as v."""
    return _letters(_readings(*_split(normalise(name))))


def initials(name: str) -> str:
    """Return the first letters of the syllables."""
    return _initials(_readings(*_split(normalise(name))))


def ngrams(name: str) -> list[str]:
    """Return every character, every pair of neighbours and the whole name, each once."""
    return _ngrams(normalise(name))


def search_terms(query: str) -> SearchTerms:
    """Return what the query asks for.

    Raises InputError when there is nothing to search for.
    """
    text = normalise(query).lower()
    if not any(c.isalnum() for c in text):
        raise InputError("query", "请输入姓名、拼音、拼音首字母或号码，再查询。")
    latin = _latin(text)
    if latin:
        may_be_initials = NOT_INITIALS.isdisjoint(latin)
        is_pinyin = is_run_of_syllables(latin) or not may_be_initials
        kind = QueryKind.PINYIN if is_pinyin else QueryKind.INITIALS
        return SearchTerms(kind, latin, may_be_initials=may_be_initials)
    if not any(is_han(c) for c in text) and any(c.isdigit() for c in text):
        return SearchTerms(QueryKind.NUMBER, re.sub(r"^\+86|[^0-9A-Z]", "", text.upper()))
    bare = text.replace(DOT, "")
    pairs = dict.fromkeys(map(add, bare, bare[1:]))
    return SearchTerms(QueryKind.HAN, bare, tuple(pairs) or (bare,))


def _joined(words: list[str]) -> str:
    parts: list[str] = []
    for word in words:
        near = not parts or word == DOT or parts[-1] == DOT
        if not near and not is_han(word[0]) and not is_han(parts[-1][-1]):
            parts.append(" ")
        parts.append(word)
    return "".join(parts).strip(DOT)


def _between_han(text: str) -> str:
    """Return the text with the full stops that stand for a · between Chinese characters."""
    if "." not in text:
        return text
    places = range(1, len(text) - 1)
    dots = {i for i in places if text[i] == "." and is_han(text[i - 1]) and is_han(text[i + 1])}
    return "".join(DOT if i in dots else c for i, c in enumerate(text))


def _split(normal: str) -> tuple[str, str]:
    """Return surname and given name; a name of several parts has no surname."""
    if DOT in normal or not normal or not is_han(normal[0]):
        return "", "".join(c for c in normal if c.isalnum())
    size = 2 if len(normal) > 2 and normal[:2] in COMPOUND else 1
    return normal[:size], normal[size:]


def _stroke_key(surname: str, given: str) -> str:
    # Where there is no surname the first character stands for it.
    head, rest = (surname, given) if surname else (given[:1], given[1:])
    if not head:
        return ""
    length = LENGTHS[min(len(rest), len(LENGTHS) - 1)]
    tail = "".join([stroke_order(c) for c in rest])
    return f"{_surname_order(head)}{length}{tail}"


@cache
def _surname_order(surname: str) -> str:
    first, *others = [stroke_order(c) for c in surname]
    return f"{first}{len(surname)}{''.join(others)}"


def _readings(surname: str, given: str) -> list[str]:
    """Return one toned syllable for each character, "5" alone for one without a reading."""
    head = _surname_readings(surname) if surname else []
    return head + [_given_reading(c) for c in given]


@cache
def _surname_readings(surname: str) -> list[str]:
    known = COMPOUND.get(surname) or SINGLE.get(surname)
    return list(known) if known else [_reading(c) for c in surname]


@cache
def _given_reading(character: str) -> str:
    return GIVEN[character][0] if character in GIVEN else _reading(character)


def _reading(character: str) -> str:
    if character.isascii():
        return f"{character.lower()}5" if character.isalpha() else "5"
    return reading(character) or "5"


def _letters(syllables: list[str]) -> str:
    return "".join([syllable[:-1] for syllable in syllables])


def _initials(syllables: list[str]) -> str:
    return "".join([syllable[0] for syllable in syllables if syllable != "5"])


def _pinyin_key(characters: str, syllables: list[str]) -> str:
    # "~" follows all letters: what has no reading comes last.
    pairs = zip(characters, syllables, strict=True)
    return "".join(
        [("~" if syllable == "5" else syllable) + stroke_order(c) for c, syllable in pairs]
    )


def _ngrams(normal: str) -> list[str]:
    bare = normal.replace(DOT, "").lower()
    pairs = map(add, bare, bare[1:])
    return list(dict.fromkeys([*bare, *pairs, bare])) if bare else []


def _latin(text: str) -> str:
    """Return the letters of a query in Latin script without tones, else an empty text."""
    marked = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    letters = "".join(c for c in marked if c.isalnum() and c != DOT)
    if not letters.isascii() or not letters.isalpha():
        return ""
    return letters.replace("lyu", "lv")  # as passports write it
