"""Cells that mean one of a few things: national codes, the kind of person, yes or no, amounts."""

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from dangwu.core.errors import InputError
from dangwu.core.identity import DEGREE, EDUCATION, ETHNIC, MARITAL, SEX, CodeTable
from dangwu.core.rulebook import terms
from dangwu.exchange.cleaning.cells import Cell, CellError, narrow

TABLES: Final[dict[str, CodeTable]] = {
    "sex": SEX,
    "ethnic": ETHNIC,
    "education": EDUCATION,
    "degree": DEGREE,
    "marital": MARITAL,
}

_STANDINGS: Final = {
    **{name: code for code, name in terms.STANDINGS.items()},
    "正式": "full",
    "党员": "full",
    "中共党员": "full",
    "中共正式党员": "full",
    "中国共产党党员": "full",
    "01": "full",
    "1": "full",
    "预备": "probationary",
    "中共预备党员": "probationary",
    "中国共产党预备党员": "probationary",
    "02": "probationary",
    "2": "probationary",
    "积极分子": "activist",
    "发展对象": "candidate",
    "申请人": "applicant",
    "停止党籍党员": "suspended",
}
_YES: Final = frozenset({"是", "有", "Y", "YES", "TRUE", "√", "✓", "1", "对"})
_NO: Final = frozenset({"否", "无", "N", "NO", "FALSE", "×", "X", "0", "不是", "没有", "非"})
_LARGEST_DUES: Final = Decimal(1_000_000)


@lru_cache(maxsize=20_000)
def _code(kind: str, text: str) -> str:
    table = TABLES[kind]
    # A degree's three digits name the field of study; the register keeps the class.
    if kind == "degree" and len(text) == 3 and text.isdecimal():
        text = text[0]
    try:
        return table.read(text).code
    except InputError as error:
        # The column is named beside the sentence; the field's name in front would repeat it.
        raise CellError(error.words) from None


def clean_code(cell: Cell, *, kind: str) -> str:
    """Return the code of a national table that a cell means, by code or by name.

    kind: a key of TABLES. Raises CellError with the nearest names.
    """
    return _code(kind, narrow(cell))


def clean_standing(cell: Cell) -> str:
    """Return the code of the kind of person. A bare 党员 means a full member. Raises CellError."""
    text = narrow(cell)
    found = _STANDINGS.get(text)
    if found is None:
        known = "、".join(terms.STANDINGS.values())
        raise CellError(f"不认识的人员类别“{text}”；请填写：{known}。")
    return found


def clean_yes_no(cell: Cell) -> bool:
    """Return whether a cell says yes. Raises CellError when it says neither."""
    text = narrow(cell).upper()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise CellError(f"“{text}”看不出是“是”还是“否”；请填写“是”或“否”。")


def clean_money(cell: Cell) -> Decimal:
    """Return an amount in yuan, to the cent. Raises CellError."""
    text = narrow(cell).removesuffix("元").lstrip("¥￥").replace(",", "")
    try:
        amount = Decimal(text).quantize(Decimal("0.01"))
        exact = amount == Decimal(text)
    except InvalidOperation:
        raise CellError(f"“{text}”不是金额；请写成30.00的样子。") from None
    if not exact:
        raise CellError(f"“{text}”超过两位小数；请写到分。")
    if not 0 <= amount < _LARGEST_DUES:
        raise CellError(f"金额{amount}不合理；请核对。")
    return amount


def clean_months(cell: Cell) -> int:
    """Return a whole number of months, perhaps negative. Raises CellError."""
    text = narrow(cell).removesuffix("个月").removesuffix("月")
    try:
        months = int(text)
    except ValueError:
        raise CellError(f"“{text}”不是整数；请填写月数。") from None
    if abs(months) > 1200:
        raise CellError(f"{months}个月不合理；请核对。")
    return months
