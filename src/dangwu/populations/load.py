"""Building a population in the configured database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection, transaction

from dangwu.accounts.models import Account
from dangwu.activities.models import (
    Activity,
    ActivityOrganisation,
    Attendance,
    MemberMonth,
    MemberYear,
    WorkMonth,
)
from dangwu.core.errors import DomainError, InputError
from dangwu.populations.city.build import build_city, city_logins
from dangwu.populations.constraints import put_aside
from dangwu.populations.copying import Sink
from dangwu.populations.county.build import build_county
from dangwu.populations.county.logins import openings
from dangwu.populations.fire.build import build_fire, fire_logins
from dangwu.populations.life import hold_organisation_life
from dangwu.populations.logins import Login, Opening, open_logins
from dangwu.populations.meetings import hold_meetings
from dangwu.populations.model import Days
from dangwu.populations.nation.build import build_nation, nation_logins
from dangwu.populations.nation.totals import Scale, read_scale
from dangwu.populations.work.sums import write_sums
from dangwu.rules.duties.reach import Over
from dangwu.rules.tallying import refresh_subtrees, refresh_tallies
from dangwu.sharding.models import Unit

if TYPE_CHECKING:
    from django.db.models import Model

SEED = 20260701


@dataclass(frozen=True, slots=True)
class Summary:
    """What was built. counts: rows by table; root: code of the top organisation."""

    profile: str
    root: str
    counts: dict[str, int]
    logins: tuple[Login, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a profile's builder leaves for the accounts."""

    root: str
    logins: Callable[[], list[Login]]


def build(profile: str, *, today: date, seed: int = SEED) -> Summary:
    """Build a population: county, city, fire, nation-N or nation-N-people with N organisations.

    today: the day its recent work ends; the same seed and day make the same register and work
    anywhere. County and fire also have meetings where the demo logins are.
    Raises InputError for a profile that is not known, DomainError when the database holds data.
    """
    builder = _builder(profile)
    with transaction.atomic():
        _refuse_filled()
        sink = Sink()
        with put_aside(_models()):
            built = builder(sink, Days.around(today), seed)
            sink.flush()
            write_sums()
        logins = built.logins()
    _analyze()
    _count_duties(today)
    return Summary(profile, built.root, sink.rows(), tuple(logins))


def _analyze() -> None:
    """Let the planner know the tables that were filled."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in _models()]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _count_duties(today: date) -> None:
    """Count the duties unit by unit, so that the first page already shows them."""
    for unit_id in Unit.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            refresh_tallies(Over((unit_id,)), on=today)
            refresh_subtrees([unit_id])


def _builder(profile: str) -> Callable[[Sink, Days, int], Built]:
    if profile in _BUILDERS:
        return _BUILDERS[profile]
    if profile.startswith("nation-"):
        return partial(_nation, scale=read_scale(profile))
    raise InputError("profile", f"没有“{profile}”这个数据集；可用 county、city、fire、nation-N。")


def _county(sink: Sink, days: Days, seed: int) -> Built:
    _home, county = build_county(sink, days, seed)
    return Built(county.top.code, lambda: _with_meetings(openings(county), days))


def _fire(sink: Sink, days: Days, seed: int) -> Built:
    detachment = build_fire(sink, days, seed)
    return Built(detachment.top.code, lambda: _with_meetings(fire_logins(detachment), days))


def _with_meetings(openings: list[Opening], days: Days) -> list[Login]:
    logins = open_logins(openings)
    hold_organisation_life(openings, today=days.today)
    hold_meetings(openings, today=days.today)
    return logins


def _city(sink: Sink, days: Days, seed: int) -> Built:
    city = build_city(sink, days, seed)
    return Built(city.top.code, lambda: open_logins(city_logins(city)))


def _nation(sink: Sink, days: Days, seed: int, *, scale: Scale) -> Built:
    top = build_nation(sink, days.today, seed, scale)
    return Built(top.code, lambda: open_logins(nation_logins(top)))


_BUILDERS = {"county": _county, "fire": _fire, "city": _city}


def _refuse_filled() -> None:
    if Unit.objects.exists() or Account.objects.exists():
        raise DomainError(
            "数据库里已有数据，不能再建立数据集。请换一个空的数据库，"
            "或者用 --demo none 启动以保留现有数据。"
        )


def _models() -> list["type[Model]"]:
    """Return the models that populations fill: register and work done, with the units."""
    register = [*apps.get_app_config("organisations").get_models()]
    register += apps.get_app_config("members").get_models()
    work = (Activity, ActivityOrganisation, Attendance, WorkMonth, MemberMonth, MemberYear)
    return [Unit, *register, *work]
