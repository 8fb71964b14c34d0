"""What is staged of a row is what the register will hold, and its JSON is canonical."""

import json
import uuid
from datetime import date

import pytest

from dangwu.exchange.checking.draft import Draft
from dangwu.exchange.checking.lines import line_of, new_person
from dangwu.members.secrets import seal_id
from exchange import workbooks


def test_text_of_a_new_person_is_canonical_json() -> None:
    draft = Draft(7, "花名册", 8, id_number=workbooks.id_number(1), phone="10000000001")
    draft.values.update(
        name="阿依古丽·买买提",
        standing="full",
        organisation=uuid.UUID(int=1),
        joined_on=date(2005, 7, 1),
        migrant_worker=False,
        monthly_dues=0.2,
        standing_correction_months=-3,
        remark='引号"、反斜杠\\、制表符\t',
    )
    text, line = new_person(draft, seal_id(workbooks.id_number(1)), date(2026, 1, 1))

    held = json.loads(text)
    assert text == json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert (held["joined_on"], held["migrant_worker"]) == ("2005-07-01", False)
    assert (held["monthly_dues"], held["standing_correction_months"]) == (0.2, -3)
    assert held["remark"] == draft.values["remark"]
    assert held["phone_mask"] == "100****0001"
    assert line.count(b"\t") == 16
    assert line.count(b"\n") == 1


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (None, b"\\N"),
        ("a\tb\nc\rd\\e", b"a\\tb\\nc\\rd\\\\e"),
        ("\\N", b"\\\\N"),
        (b"\x01\xff", b"\\\\x01ff"),
        (date(2026, 1, 2), b"2026-01-02"),
        (True, b"True"),
        ("", b""),
    ],
)
def test_field_of_a_line_is_escaped(value: object, field: bytes) -> None:
    assert line_of(value) == field + b"\n"
