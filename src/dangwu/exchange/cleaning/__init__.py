"""Cells as offices keep them, read into what the register holds."""

from dangwu.exchange.cleaning.cells import Cell, CellError, clean_text, is_blank, narrow, shown
from dangwu.exchange.cleaning.codes import (
    clean_code,
    clean_money,
    clean_months,
    clean_standing,
    clean_yes_no,
)
from dangwu.exchange.cleaning.days import Day, clean_day
from dangwu.exchange.cleaning.numbers import clean_id, clean_phone, is_masked

__all__ = [
    "Cell",
    "CellError",
    "Day",
    "clean_code",
    "clean_day",
    "clean_id",
    "clean_money",
    "clean_months",
    "clean_phone",
    "clean_standing",
    "clean_text",
    "clean_yes_no",
    "is_blank",
    "is_masked",
    "narrow",
    "shown",
]
