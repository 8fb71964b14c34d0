"""Days as rosters write them: 1978.7, 1978年7月, 197807, 1978/7/1, serial numbers, real dates."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from typing import Final, NamedTuple

from dangwu.exchange.cleaning.cells import Cell, CellError, narrow

# Day 0 of the spreadsheet calendar, as both programs count after February 1900.
_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(10_000, 73_051)  # 1927-05-18 … 2100-01-01; fewer digits mean a year
_YEARS: Final = range(1890, 2101)
_PARTS = re.compile(r"(\d{4})[年.\-/、,。](\d{1,2})(?:[月.\-/、,。](?:(\d{1,2})[日号]?)?)?")
_CLOCK = re.compile(r"(?<=\d)[T ]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_EXAMPLE: Final = "请写成1978-07-01、1978年7月或197807的样子。"


class Day(NamedTuple):
    """A day; `whole` is false where only year and month were given and it is the first."""

    value: date
    whole: bool = True


def clean_day(cell: Cell) -> Day:
    """Return the day a cell means. Raises CellError."""
    if isinstance(cell, datetime):
        return Day(cell.date())
    if isinstance(cell, date):
        return Day(cell)
    if isinstance(cell, bool | time | timedelta):
        raise CellError(f"不是日期；{_EXAMPLE}")
    if isinstance(cell, int | float):
        return _of_number(float(cell))
    return _of_text(cell or "")


@lru_cache(maxsize=50_000)
def _of_number(number: float) -> Day:
    """A cell that holds a number: a serial number, digits of a day, or 1978.7 typed as one."""
    if not isfinite(number):
        raise CellError(f"看不出是哪一天；{_EXAMPLE}")
    if number.is_integer():
        return _of_digits(str(int(number)))
    if int(number) in _SERIALS:
        return Day(_EPOCH + timedelta(days=int(number)))
    text = repr(number)
    if text.endswith(".1"):
        # As a number 1978.10 is stored as 1978.1: January and October look alike.
        year = text[:4]
        raise CellError(f"“{text}”是按数值存的，分不清是1月还是10月；请写成{year}-01或{year}-10。")
    return _of_text(text)


@lru_cache(maxsize=100_000)
def _of_text(text: str) -> Day:
    plain = narrow(_CLOCK.sub("", text.strip()))
    if plain.isdecimal():
        return _of_digits(plain)
    match = _PARTS.fullmatch(plain)
    if match is None:
        raise CellError(f"看不出是哪一天；{_EXAMPLE}")
    return _of_parts(*match.groups())


def _of_digits(digits: str) -> Day:
    if len(digits) == 8:
        return _of_parts(digits[:4], digits[4:6], digits[6:])
    if len(digits) == 6:
        return _of_parts(digits[:4], digits[4:], None)
    if len(digits) == 5 and int(digits) in _SERIALS:
        return Day(_EPOCH + timedelta(days=int(digits)))
    if len(digits) == 4 and int(digits) in _YEARS:
        raise CellError(f"只有年份；{_EXAMPLE}")
    raise CellError(f"看不出是哪一天；{_EXAMPLE}")


def _of_parts(year: str, month: str, day: str | None) -> Day:
    if int(year) not in _YEARS:
        raise CellError(f"年份{year}不合理；请核对。")
    if day == "00":
        day = None
    try:
        return Day(date(int(year), int(month), int(day or 1)), whole=day is not None)
    except ValueError:
        words = f"{month}月{day}日这一天" if day else f"{month}月"
        raise CellError(f"没有{int(year)}年{words}；请核对。") from None
