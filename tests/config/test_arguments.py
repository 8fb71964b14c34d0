"""A day and an organisation on the command line."""

import argparse
from datetime import date

import pytest

import make
from dangwu.config.arguments import code, day, organisation_by_code
from dangwu.core.errors import InputError

pytestmark = pytest.mark.django_db


def test_root_is_the_top_of_what_is_loaded_and_not_the_frame_above_it() -> None:
    city = make.unit("示范市", level="city")
    make.organisation(unit=city, kind="committee", category="city")
    unit = make.unit(parent=city)
    county = make.organisation(unit=unit, kind="committee", category="county")
    make.organisation(unit=unit, parent=county)

    assert organisation_by_code("root") == county


def test_root_of_a_city_of_several_counties_is_the_city() -> None:
    city = make.unit("示范市", level="city")
    top = make.organisation(unit=city, kind="committee", category="city")
    for _ in range(2):
        make.organisation(unit=make.unit(parent=city), kind="committee", category="county")

    assert organisation_by_code("root") == top


def test_root_that_has_organisations_of_its_own_is_no_frame() -> None:
    city = make.unit("示范市", level="city")
    top = make.organisation(unit=city, kind="committee", category="city")
    make.organisation(unit=city, parent=top)
    make.organisation(unit=make.unit(parent=city), kind="committee", category="county")

    assert organisation_by_code("root") == top


def test_an_unknown_code_an_empty_database_and_a_code_held_twice_name_the_option() -> None:
    with pytest.raises(InputError, match="--organisation：数据库里还没有党组织"):
        organisation_by_code("root")
    held = make.organisation(unit=make.unit())
    other = make.organisation(unit=make.unit())
    with pytest.raises(InputError, match="--unit：没有代码为“X404”的党组织"):
        organisation_by_code("X404", option="--unit")
    type(other).objects.filter(unit_id=other.unit_id, id=other.id).update(code=held.code)
    with pytest.raises(InputError, match="几个单位"):
        organisation_by_code(held.code)


@pytest.mark.parametrize("text", ["", "2026-02-30", "20261121", "2026-W47-6", "２０２６-11-21"])
def test_a_day_is_written_in_one_way(text: str) -> None:
    assert day("2026-11-21") == date(2026, 11, 21)
    with pytest.raises(argparse.ArgumentTypeError, match="应为日期"):
        day(text)


def test_a_day_is_near_our_own_time() -> None:
    assert day("1900-01-01") == date(1900, 1, 1)
    for text in ("1899-12-31", "2200-01-01", "9999-12-31"):
        with pytest.raises(argparse.ArgumentTypeError, match="1900年至2199年"):
            day(text)


def test_a_code_is_text() -> None:
    assert code("990001") == "990001"
    with pytest.raises(argparse.ArgumentTypeError, match="UTF-8"):
        code("99\udcff")
