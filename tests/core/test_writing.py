"""Days as people write them, in sentences that rules and refusals bring."""

from datetime import date

import pytest

from dangwu.core.writing import days_written, written_day


def test_a_day_has_no_noughts_in_front() -> None:
    assert written_day(date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.parametrize(
    ("sentence", "written"),
    [
        (
            "2026-11-22至2026-12-01，需要至少提前5日",
            "2026年11月22日至2026年12月1日，需要至少提前5日",
        ),
        ("自2026-01-05起应在1个月内完成", "自2026年1月5日起应在1个月内完成"),
        ("按XF2011@2011-05-04判断", "按XF2011@2011-05-04判断"),
        ("编号12026-11-22", "编号12026-11-22"),
        ("没有日期", "没有日期"),
    ],
)
def test_every_day_of_a_sentence_is_written_out(sentence: str, written: str) -> None:
    assert days_written(sentence) == written
