"""The list of leading bodies asks for what the unit's own packs ask for too."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

import make
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.body_list import terms_page
from dangwu.rules.models import Exemption, LocalPack
from dangwu.sharding.models import Unit

pytestmark = pytest.mark.django_db
POSTS = ("secretary", "organisation", "publicity", "discipline")
PACK = """
instrument: {key: T2, title: 示范县细则, issued_by: 示范县委, since: 2020-01-01, until: null,
  status: local, regimes: [civil], source: 县委文件}
articles: [{number: "1", paraphrase: 党支部设青年委员；任期届满前12个月提醒换届。}]
rules:
  - id: T2-1-youth
    article: "1"
    paraphrase: 党支部设青年委员。
    shape: composition
    scope: {kinds: [branch]}
    params: {contains: [youth]}
    strength: must
  - id: T2-1-reminder
    article: "1"
    paraphrase: 任期届满前12个月提醒换届。
    shape: reminder
    scope: {kinds: [branch]}
    params: {event: term_end, n: 12, unit: month}
    strength: generally
"""


def branch(unit: Unit) -> Organisation:
    """A branch with every post that the built-in packs demand, in office for ten months more."""
    town = make.organisation(unit=unit, kind="committee", category="township")
    row = make.organisation(unit=unit, parent=town)
    make.body(row, elected_on=date(2022, 1, 1), expires_on=date(2027, 9, 21))
    for post in POSTS:
        make.post(make.person(organisation=row), row, post=post)
    return row


def adopt(unit: Unit) -> None:
    LocalPack.objects.create(
        unit=unit,
        key="T2",
        title="示范县细则",
        text=PACK,
        since=date(2026, 1, 1),
        adopted_at=make.NOW,
    )


def listed(row: Organisation, state: str) -> list[tuple[str, tuple[str, ...]]]:
    access = make.access(role=Role.SECRETARY, organisation=row)
    _page, rows = terms_page(access, state=state, on=make.TODAY, page="")
    return [(term.organisation.name, term.missing) for term in rows]


def test_what_only_the_local_pack_demands_is_listed_in_its_unit_alone() -> None:
    here, beside = branch(make.unit()), branch(make.unit())
    assert [listed(row, "vacant") for row in (here, beside)] == [[], []]

    adopt(here.unit)

    assert listed(here, "vacant") == [(here.name, ("青年委员",))]
    assert [name for name, _missing in listed(here, "expiring")] == [here.name]
    assert [listed(beside, state) for state in ("vacant", "expiring")] == [[], []]


def test_a_rule_of_the_unit_is_read_there_and_nowhere_else(client: Client) -> None:
    here, beside = branch(make.unit()), branch(make.unit())
    adopt(here.unit)
    pages = ("/rules/rule/T2-1-youth/", "/rules/T2/")

    client.force_login(make.account(role=Role.SECRETARY, organisation=here))
    assert "党支部设青年委员" in client.get(pages[0]).content.decode()
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert "示范县细则" in client.get("/rules/").content.decode()
    client.force_login(make.account(role=Role.SECRETARY, organisation=beside))
    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_a_post_that_the_organisation_need_not_fill_is_not_lacking() -> None:
    row = branch(make.unit())
    adopt(row.unit)
    Exemption.objects.create(
        unit_id=row.unit_id,
        organisation=row,
        rule_id="T2-1-youth",
        period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        reason="撤并期间",
        approved_by="示范县委",
        granted_by=make.access(role=Role.DEPARTMENT, organisation=row).account_id,
        granted_at=make.NOW,
    )

    assert listed(row, "vacant") == []
