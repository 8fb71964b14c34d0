"""What must agree within one row."""

from datetime import date
from typing import Final

from dangwu.core.writing import written_day
from dangwu.exchange.checking.draft import Draft, missing_columns
from dangwu.exchange.columns import COLUMNS

_SEX: Final = {"1": "男", "2": "女"}


def check_within(draft: Draft) -> None:
    """Add the failures of a row that lie in the row itself; fill what the ID number says."""
    failed = {failure.field for failure in draft.failures}
    for name in missing_columns(draft):
        if name not in failed:
            draft.fail(name, f"没有填写{COLUMNS[name].title}；这一栏必须填写。")
    _check_identity(draft)
    _check_days(draft)


def _check_identity(draft: Draft) -> None:
    """Sex and birth must be what the ID number says.

    Source: GB 11643
    """
    values = draft.values
    sex, born = values.pop("id_sex", None), values.pop("id_born", None)
    if sex is None or not isinstance(born, date):
        return
    given = values.get("sex")
    if given in _SEX and given != sex:
        draft.fail("sex", f"填的是{_SEX[str(given)]}，身份证号码表明是{_SEX[str(sex)]}；请核对。")
    day = values.get("born_on")
    if isinstance(day, date):
        agrees = (day.year, day.month) == (born.year, born.month)
        if not (agrees and draft.month_only) and day != born:
            draft.fail(
                "born_on",
                f"填的是{written_day(day)}，身份证号码表明是{written_day(born)}；请核对。",
                day.isoformat(),
            )
    values["sex"], values["born_on"] = sex, born


def _check_days(draft: Draft) -> None:
    values = draft.values
    joined, confirmed = values.get("joined_on"), values.get("confirmed_on")
    born, standing = values.get("born_on"), values.get("standing")
    if isinstance(joined, date):
        if isinstance(confirmed, date) and confirmed < joined:
            draft.fail(
                "confirmed_on",
                f"早于入党日期{written_day(joined)}；请核对。",
                confirmed.isoformat(),
            )
        if isinstance(born, date) and joined <= born:
            draft.fail(
                "joined_on", f"早于出生日期{written_day(born)}；请核对。", joined.isoformat()
            )
    if standing == "probationary" and isinstance(confirmed, date):
        draft.fail(
            "confirmed_on", "预备党员不应有转正日期；请核对人员类别。", confirmed.isoformat()
        )
    if standing in ("applicant", "activist", "candidate") and (joined or confirmed):
        draft.fail("joined_on", "还不是党员，不应有入党日期或转正日期；请核对人员类别。")
    told = any(failure.field == "joined_on" for failure in draft.failures)
    if standing in ("full", "probationary") and not joined and not told:
        draft.notes.append(("joined_on", "没有填写；党龄和预备期无法计算"))
