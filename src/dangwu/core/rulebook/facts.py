"""Facts as scripts and people give them, read with their types; what is missing is None."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from dangwu.core.errors import InputError
from dangwu.core.money import LARGEST

Facts = Mapping[str, object]
WRITTEN_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_TOLD: Final = 40  # characters of a wrong value that a refusal repeats


def told(value: object) -> str:
    """Return a wrong value as a refusal repeats it: as JSON, and not the whole of a long one."""
    if isinstance(value, Decimal):
        text = str(value)
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    return short(text)


def short(text: str) -> str:
    """Return a text as far as a refusal repeats it."""
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"


def number(facts: Facts, name: str) -> int | None:
    """Return a whole number of at least nought."""
    value = facts.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InputError(name, f"应为不小于 0 的整数，给出的是 {told(value)}。")
    return value


def flag(facts: Facts, name: str) -> bool | None:
    """Return true or false."""
    value = facts.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise InputError(name, f"应为 true 或 false，给出的是 {told(value)}。")


def word(facts: Facts, name: str) -> str | None:
    """Return a text."""
    value = facts.get(name)
    if value is None or isinstance(value, str):
        return value
    raise InputError(name, f"应为文字，给出的是 {told(value)}。")


def words(facts: Facts, name: str) -> tuple[str, ...] | None:
    """Return a list of texts."""
    value = facts.get(name)
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InputError(name, f"应为文字的列表，给出的是 {told(value)}。")
    if not all(isinstance(entry, str) for entry in value):
        raise InputError(name, "列表里只能是文字。")
    return tuple(value)


def numbers(facts: Facts, name: str) -> tuple[int, ...] | None:
    """Return a list of whole numbers."""
    value = facts.get(name)
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InputError(name, f"应为整数的列表，给出的是 {told(value)}。")
    return tuple(number({name: entry}, name) or 0 for entry in value)


def day(facts: Facts, name: str) -> date | None:
    """Return a day, given as a date or as ISO text."""
    value = facts.get(name)
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    refusal = InputError(name, f"应为日期（如 2026-11-21），给出的是 {told(value)}。")
    if not isinstance(value, str) or not WRITTEN_DAY.fullmatch(value):
        raise refusal
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise refusal from error


def days(facts: Facts, name: str) -> frozenset[date]:
    """Return a set of days; none where it is missing."""
    value = facts.get(name)
    if value is None:
        return frozenset()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InputError(name, f"应为日期的列表，给出的是 {told(value)}。")
    found = (day({name: entry}, name) for entry in value)
    return frozenset(entry for entry in found if entry is not None)


def money(facts: Facts, name: str) -> Decimal | None:
    """Return an amount in yuan, given as text or as a whole number; floats are refused."""
    value = facts.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise InputError(name, f'应为写成文字的金额（如 "3000.00"），给出的是 {told(value)}。')
    try:
        amount = Decimal(value)
    except InvalidOperation as error:
        raise InputError(name, f'应为金额（如 "3000.00"），给出的是 {told(value)}。') from error
    if not amount.is_finite() or amount < 0:
        raise InputError(name, f"金额不能小于 0，给出的是 {told(value)}。")
    if amount > LARGEST:
        raise InputError(name, f"金额太大，整数部分最多13位，给出的是 {told(value)}。")
    return amount


def share(facts: Facts, name: str) -> Fraction | None:
    """Return a share or count, given as a whole number or as text like "1/3"."""
    value = facts.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(name, f'应为整数或写成文字的比例（如 "1/3"），给出的是 {told(value)}。')
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise InputError(name, f'应为比例（如 "1/3"），给出的是 {told(value)}。') from error


def numbered(facts: Facts, name: str) -> Mapping[str, int] | None:
    """Return a mapping of texts to whole numbers."""
    value = facts.get(name)
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise InputError(name, f"应为映射，给出的是 {told(value)}。")
    return {str(key): number(value, key) or 0 for key in value}
