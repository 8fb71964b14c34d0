"""Stroke order and readings of single characters, from the data files of two packages.

The files are read where the packages lie; the packages themselves are not imported, for one of
them starts logging on import and both are slow to load.
"""

import json
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Corrections of the stroke table and characters it lacks: character -> the one just before it.
# 达 has six strokes (134454), the table counts five; 䶮 is 龙 over 天 (135341134).
AFTER = {"达": "灰", "䶮": "虺"}

TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def is_han(character: str) -> bool:
    """Return whether the character is a Chinese one, of any Unicode block."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\U00020000" <= character <= "\U0003ffff"
        or character == "〇"
    )


@cache
def stroke_order(character: str) -> str:
    """Return a key that orders characters by number of strokes, then by kinds of stroke.

    Kinds in the order 横 竖 撇 点 折, compared stroke by stroke; equal ones by code point. No key
    begins another one, so keys can be joined. A character that the table lacks comes after all
    others, by code point.
    """
    before = AFTER.get(character)
    if before is not None:
        return f"{_ranks()[before]:04x}z{ord(character):06x}"
    rank = _ranks().get(character)
    return f"z{ord(character):06x}" if rank is None else f"{rank:04x}"


@cache
def reading(character: str) -> str:
    """Return the dictionary's first reading as in "zhong1", tone 5 when it has none.

    ü is written v. Empty for a character without a known reading.
    """
    marked = _dictionary().get(str(ord(character)), "").partition(",")[0]
    letters = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
    tone = next((TONES[mark] for mark in letters if mark in TONES), "5")
    plain = "".join(letter for letter in letters if "a" <= letter <= "z")
    return plain + tone if plain else ""


@cache
def _ranks() -> dict[str, int]:
    # Only Chinese characters: names in other scripts come after all of them.
    table = json.loads(_package_file("cn_sort", "res/all_word.json"))["all_word"]
    return {
        line["chinese"]: line["stroke_increment_level"]
        for line in table
        if is_han(line["chinese"]) and line["chinese"] not in AFTER
    }


@cache
def _dictionary() -> dict[str, str]:
    table: dict[str, str] = json.loads(_package_file("pypinyin", "pinyin_dict.json"))
    return table


def _package_file(package: str, path: str) -> str:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"The package {package} is not installed.", name=package)
    return Path(found.origin).parent.joinpath(path).read_text("utf-8")
