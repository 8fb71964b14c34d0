"""The closed choices that several shapes share."""

from typing import Literal

Operator = Literal[">", ">=", "<", "<=", "="]
Unit = Literal["hour", "day", "working_day", "month", "year"]
Base = Literal["should_attend", "present", "cast", "all_members", "seats", "issued"]
Verdict = Literal["must", "may", "must_not"]
