"""A day is typed with a year of four digits: a browser without an end to go by takes six."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from dangwu.web.forms import LAST_DAY, LAST_MOMENT, day_field, moment_field

INPUT = re.compile(r"<input\b[^>]*?type=\"(date|datetime-local)\"[^>]*>")
ENDS = {"date": LAST_DAY, "datetime-local": LAST_MOMENT}
TEMPLATES = [
    template
    for room in apps.get_app_configs()
    if room.name.startswith("dangwu.")
    for template in sorted(Path(room.path).rglob("*.html"))
    if INPUT.search(template.read_text("utf-8"))
]


def test_there_are_templates_that_ask_for_a_day() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_day_asked_in_a_template_ends_where_the_years_have_four_digits(
    template: Path,
) -> None:
    for found in INPUT.finditer(template.read_text("utf-8")):
        assert f'max="{ENDS[found[1]]}"' in found[0]


def test_the_fields_of_forms_end_there_as_well() -> None:
    assert day_field("日期").widget.attrs["max"] == LAST_DAY
    assert moment_field("时间").widget.attrs["max"] == LAST_MOMENT
