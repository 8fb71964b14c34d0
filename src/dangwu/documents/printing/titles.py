"""Titles over several lines: no word is broken, and the lines stand well above each other.

Words are known from the dictionary that `jieba` brings (data only, never imported: importing it
sets up logging). Where it is missing, punctuation alone guides the breaks.

Source: GB/T 9704
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, files
from itertools import pairwise
from math import ceil
from typing import Final

from dangwu.documents.paper.texts import breadth

LONGEST_WORD: Final = 6
RARE: Final = 8  # words seen less often in the dictionary's sources are mostly names
# Words of these papers that a general dictionary splits or lacks.
OWN: Final = frozenset(
    [
        "党支部",
        "联合党支部",
        "党总支",
        "党委",
        "党小组",
        "党员大会",
        "支部委员会",
        "委员会",
        "换届选举",
        "民主生活会",
        "组织生活会",
        "主题党日",
        "三会一课",
        "党代表大会",
        "预备党员",
        "发展党员",
        "入党积极分子",
        "有限公司",
        "研发中心",
        "专题",
        "党建",
        "党费",
        "党课",
        "候选人",
        "预备人选",
        "监票人",
        "计票人",
        "选举办法",
        "会议纪要",
        "会议记录",
        "整改清单",
        "对照检查",
        "民主评议",
        "机关党委",
        "示范县",
        "党员干部",
        "领导班子",
        "书记",
        "副书记",
        "总支部",
        "请示",
        "批复",
        "关于",
        "同意",
        "召开",
    ]
)
# Nothing of this begins a line, nothing of that ends one.
NOT_FIRST: Final = frozenset("，。、；：！？）》」』”’〕】·…—,.;:!?)]}%的地得了等")
# Names of places are in no dictionary; what ends them does not begin a line.
ENDS_OF_PLACES: Final = frozenset("省州市盟县旗区镇乡村社局厅委办部院校")
# A number stays with what it counts: 第3联合党支部, 2026年.
NUMBERED: Final = re.compile(r"[0-9０-９]$")
NOT_LAST: Final = frozenset("第（《「『“‘〔【([{")


def title_lines(text: str, *, width: int) -> tuple[str, ...]:
    """Return a title in as few lines as fit `width` characters, each broken between words.

    The lines are of like length, the first the longer or all within a few characters. A line
    feed in the text is kept as a break.
    """
    return tuple(line for part in text.split("\n") for line in _lines(part.strip(), width))


@lru_cache(maxsize=512)
def _lines(text: str, width: int) -> tuple[str, ...]:
    if breadth(text) <= width:
        return (text,) if text else ()
    fewest, words_end = ceil(breadth(text) / width), _places(text)
    for count in range(fewest, fewest + 3):
        if best := _best(text, words_end, count, width):
            return best
    # A word is longer than a line: it is broken, all lines alike.
    anywhere = [*range(len(text) + 1)]
    found = (_best(text, anywhere, count, width) for count in range(fewest, len(text) + 1))
    return next(best for best in found if best)


def _places(text: str) -> list[int]:
    """Return where a line may begin, with the beginning and the end."""
    ends = _word_ends(text)
    alone = {start for start, end in pairwise([0, *ends]) if end == start + 1}
    inner = [
        i
        for i in ends[:-1]
        if text[i] not in NOT_FIRST
        and text[i - 1] not in NOT_LAST
        and not (i in alone and text[i] in ENDS_OF_PLACES)
        and not NUMBERED.search(text[:i])
    ]
    return [0, *inner, len(text)]


def _word_ends(text: str) -> list[int]:
    """Return where the words end: as few as possible, those of these papers before others."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for end in range(1, len(text) + 1):
        best.append(
            min(
                (cost + best[start][0], (*best[start][1], end))
                for start in range(max(0, end - LONGEST_WORD), end)
                if (cost := _cost(text[start:end])) is not None
            )
        )
    return list(_without_broken_latin(text, best[-1][1]))


def _cost(piece: str) -> float | None:
    if len(piece) == 1:
        return 1.5
    if piece in OWN:
        return 0.5
    return 1.0 if piece in words() else None


def _without_broken_latin(text: str, ends: tuple[int, ...]) -> Iterator[int]:
    for end in ends:
        around = text[end - 1 : end + 1]
        if len(around) < 2 or not (around.isascii() and around.isalnum()):
            yield end


def _best(text: str, places: list[int], count: int, width: int) -> tuple[str, ...] | None:
    """Return the `count` lines of least unevenness, or None where none fit."""
    even = breadth(text) / count
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {(0, 0): (0.0, ())}
    for line in range(1, count + 1):
        for end in places[1:]:
            choices = [
                (cost + _unevenness(made, before, even), (*lines, made))
                for start in places
                if start < end and (found := best.get((line - 1, start)))
                for cost, lines in [found]
                if breadth(made := text[start:end].strip()) <= width
                for before in [lines[-1] if lines else ""]
            ]
            if choices:
                best[line, end] = min(choices)
    found = best.get((count, len(text)))
    return found[1] if found else None


def _unevenness(line: str, before: str, even: float) -> float:
    """A line as long as the one before makes a block, which is less good than a trapezium."""
    cost = (breadth(line) - even) ** 2
    if before and breadth(line) > breadth(before):
        cost += 2.0
    if before and breadth(line) == breadth(before):
        cost += 1.0
    return cost


@cache
def words() -> frozenset[str]:
    """Return the words of two to six characters that are not rare."""
    try:
        found = [f for f in files("jieba") or [] if f.parts == ("jieba", "dict.txt")]
    except PackageNotFoundError:
        found = []
    if not found:
        return OWN
    known = set(OWN)
    with open(str(found[0].locate()), encoding="utf-8") as lines:  # noqa: PTH123 (a path of metadata)
        for line in lines:
            word, often, *_ = line.split(" ")
            if 2 <= len(word) <= LONGEST_WORD and int(often) >= RARE:
                known.add(word)
    return frozenset(known)
