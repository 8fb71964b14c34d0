"""Rows of a roster that are about nobody: blank ones, totals, repeated headings, signatures."""

import re
from collections.abc import Sequence
from typing import Final

from dangwu.exchange.checking.draft import Place
from dangwu.exchange.cleaning import Cell, is_blank, narrow, shown

BLANK: Final = "空行"
_TOTAL: Final = "合计、小计的行没有导入"
_NO_PERSON: Final = "不是人员的行（重复的表头、落款、说明等）没有导入"
_FEW_CELLS: Final = 3
_SHORTEST_NUMBER: Final = 15
# Compared with half-width signs and without blanks.
_SUM = re.compile(
    r"\w{0,12}(合计|总计|小计|共计|累计|总人?数)([:(\d].*)?|计:?\d*人?|共有?\d+[人名行].*"
)
_UNDER_THE_TABLE = re.compile(
    r"(填[表报]|制表|审核|复核|校对|经办|负责|联系|单位|书记|日期|电话|盖章|签[字名章])\w{0,6}:.*"
    r"|(说明|备注|注)\d*:.*"
)


def no_person(cells: Sequence[Cell], key: list[Place]) -> str:
    """Return why a row is about nobody, "" for a row about a person.

    key: the places of name and number, the name first.
    """
    width = len(cells)
    held = [(p, cells[p.index]) for p in key if p.index < width and not is_blank(cells[p.index])]
    if any(_is_number(place, cell) for place, cell in held):
        return ""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return BLANK
    # A total may stand under the running number or, after one, under the name.
    telling = [narrow(cell) for cell in (filled[0], *(cell for _place, cell in held[:1]))]
    if any(_SUM.fullmatch(text) for text in telling):
        return _TOTAL
    if any(_UNDER_THE_TABLE.fullmatch(text) for text in telling):
        return _NO_PERSON
    if held:
        return _NO_PERSON if held[0][1] == held[0][0].heading else ""
    return _NO_PERSON if len(filled) <= _FEW_CELLS else ""


def _is_number(place: Place, cell: Cell) -> bool:
    """Whether a cell looks like somebody's ID number, whole or spoilt by the spreadsheet."""
    if place.field != "id_number":
        return False
    return len(shown(cell)) >= _SHORTEST_NUMBER
