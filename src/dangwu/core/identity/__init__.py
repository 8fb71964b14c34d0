"""Who a person or a unit is on paper: ID numbers, credit codes, masks and code tables."""

from dangwu.core.identity.codes import (
    DEGREE,
    EDUCATION,
    ETHNIC,
    MARITAL,
    POLITICAL_STATUS,
    SEX,
    Code,
    CodeTable,
    is_college_or_above,
)
from dangwu.core.identity.credit_code import check_credit_code
from dangwu.core.identity.id_number import (
    UNASSIGNED_DIVISION,
    IdNumber,
    check_id_number,
    clean_id_number,
    synthetic_id_number,
)
from dangwu.core.identity.masks import mask_id_number, mask_phone

__all__ = [
    "DEGREE",
    "EDUCATION",
    "ETHNIC",
    "MARITAL",
    "POLITICAL_STATUS",
    "SEX",
    "UNASSIGNED_DIVISION",
    "Code",
    "CodeTable",
    "IdNumber",
    "check_credit_code",
    "check_id_number",
    "clean_id_number",
    "is_college_or_above",
    "mask_id_number",
    "mask_phone",
    "synthetic_id_number",
]
