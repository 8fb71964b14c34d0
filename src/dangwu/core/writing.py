"""How days and texts are written for people: 2026年11月21日. Programs read ISO 8601."""

import re
from datetime import date
from typing import Final

# A day inside a sentence; not the tail of a version such as XZ@2026-01-01, nor part of a number.
ISO_DAY: Final = re.compile(r"(?<![\w@-])(\d{4})-(\d{2})-(\d{2})(?![\d-])", re.ASCII)


def written_day(day: date) -> str:
    """Return a day as 2026年11月21日, without noughts in front."""
    return f"{day.year}年{day.month}月{day.day}日"


def days_written(text: str) -> str:
    """Return a sentence with every day in it as people write it."""
    return ISO_DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", text)


def plain_lines(text: str) -> str:
    """Return a text as it is kept: one kind of line end, whatever the browser sends."""
    return "\n".join(text.splitlines()).strip()
