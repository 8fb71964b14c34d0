"""Rows of people: the person, where they belong, what they are and were, their circumstances."""

from datetime import date
from decimal import Decimal

from dangwu.core.calendar import add_months
from dangwu.core.identity import synthetic_id_number
from dangwu.core.names import name_keys
from dangwu.members.models import (
    Discipline,
    GroupPlace,
    IdentityClaim,
    Membership,
    Person,
    PersonHonour,
    SpecialStatus,
    StandingPeriod,
)
from dangwu.members.secrets import seal_id, seal_phone
from dangwu.populations.copying import Span
from dangwu.populations.model import Home, Human, Node

# Numbers that begin with 154 are not in service with any operator: none of these can ring.
PHONE_FRONT = "154"
_SCHOOLING = {
    "农牧民": ("70", "70", "70", "80", "61", "61", "41", "31"),
    "社区居民": ("70", "61", "61", "41", "31", "31", "21"),
    "机关干部职工": ("31", "31", "21", "21", "21", "21", "14"),
    "企业职工": ("61", "41", "31", "31", "21", "21"),
    "离退休人员": ("70", "61", "41", "31", "31", "21"),
}
_ANY_SCHOOLING = ("61", "41", "31", "21", "21")
_DUES = {
    "农牧民": "0.50",
    "社区居民": "0.50",
    "机关干部职工": "45.00",
    "企业职工": "32.00",
    "离退休人员": "18.00",
}


def write_person(home: Home, person: Human, node: Node) -> None:
    """Write a person of an organisation with everything that hangs on the person alone."""
    born_on, sex = person.born_on, person.sex
    number = synthetic_id_number(
        birth=born_on, sequence=home.next_sequence(born_on, sex), division=home.division
    )
    sealed, keys = seal_id(number), name_keys(person.name)
    phone = seal_phone(f"{PHONE_FRONT}{home.draw.below(100_000_000):08d}")
    home.sink.add(
        Person,
        {
            "unit_id": home.unit_id,
            "id": person.id,
            "number": person.number,
            "name": person.name,
            "sort_key": keys.stroke_key,
            "pinyin": keys.pinyin,
            "initials": keys.initials,
            "ngrams": keys.ngrams,
            "sex": sex,
            "born_on": born_on,
            "id_number": sealed.cipher,
            "id_digest": sealed.digest,
            "id_mask": sealed.mask,
            "phone": phone.cipher,
            "phone_digest": phone.digest,
            "phone_mask": phone.mask,
            "ethnicity": person.ethnicity,
            "organisation_id": node.id,
            "standing": person.standing,
            **_life(home, person, node),
            **_party(home, person, node),
        },
    )
    home.sink.add(
        IdentityClaim,
        {"digest": sealed.digest, "unit_id": home.unit_id, "person_id": person.id},
    )
    write_standings(home, person)
    write_membership(home, person, node, since=max(person.since, node.founded_on))
    for special in person.specials:
        write_special(home, person, special.kind, special.since, special.place, special.receiving)


def _life(home: Home, person: Human, node: Node) -> dict[str, object]:
    draw = home.draw
    schooling = draw.one_of(_SCHOOLING.get(person.occupation, _ANY_SCHOOLING))
    works = person.occupation not in ("农牧民", "社区居民")
    return {
        "native_place": node.name[:3] if node.category == "village" else "",
        "marital": "20" if person.age_on(home.days.today) > 28 or draw.chance(0.3) else "10",
        "education": schooling,
        "degree": {"21": "4", "14": "3"}.get(schooling, ""),
        "workplace": node.home_name if works else "",
        "occupation": person.occupation,
        "began_work_on": add_months(person.born_on, 12 * 22).replace(day=1) if works else None,
        "migrant_worker": False,
    }


def _party(home: Home, person: Human, node: Node) -> dict[str, object]:
    facts: dict[str, object] = {"applied_on": person.applied_on}
    if person.joined_on is None:
        return facts
    return facts | {
        "joined_on": person.joined_on,
        "confirmed_on": person.confirmed_on,
        "probation_ends_on": person.probation_ends_on or add_months(person.joined_on, 12),
        "join_type": "发展党员",
        "join_branch": node.name,
        "dues_paid_to": person.dues_to or home.days.last_month(),
        "monthly_dues": Decimal(_DUES.get(person.occupation, "20.00")),
    }


def write_standings(home: Home, person: Human) -> None:
    """Write the stages the person went through, each until the next began."""
    stages = [
        (standing, day)
        for standing, day in (
            ("applicant", person.applied_on),
            ("activist", person.activist_on),
            ("candidate", person.candidate_on),
            ("probationary", person.joined_on),
            ("full", person.confirmed_on),
        )
        if day is not None
    ]
    ends: list[date | None] = [*(day for _standing, day in stages[1:]), None]
    for (standing, start), end in zip(stages, ends, strict=True):
        home.sink.add(
            StandingPeriod,
            {
                "unit_id": home.unit_id,
                "id": home.draw.new_id(),
                "person_id": person.id,
                "standing": standing,
                "period": Span(start, end),
                "ending": StandingPeriod.Ending.ADVANCED.value if end else "",
            },
        )


def write_membership(
    home: Home, person: Human, node: Node, *, since: date, nature: str = "primary"
) -> None:
    """Write that the person belongs to the organisation since that day."""
    home.sink.add(
        Membership,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "person_id": person.id,
            "organisation_id": node.id,
            "nature": nature,
            "period": Span(since),
            "came_by": "登记" if nature == "primary" else "报到",
        },
    )


def write_group_place(home: Home, person: Human, group: Node) -> None:
    """Write which group of the branch the member sits in."""
    home.sink.add(
        GroupPlace,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "person_id": person.id,
            "group_id": group.id,
            "period": Span(max(person.since, group.founded_on)),
        },
    )


def write_special(
    home: Home, person: Human, kind: str, since: date, place: str, receiving: Node | None
) -> None:
    """Write a circumstance that rules treat apart."""
    home.sink.add(
        SpecialStatus,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "person_id": person.id,
            "kind": kind,
            "period": Span(since),
            "place": place,
            "receiving_id": receiving.id if receiving else None,
        },
    )


def write_person_honour(home: Home, person: Human, *, title: str, given_by: str, on: date) -> None:
    """Write an honour of a member."""
    home.sink.add(
        PersonHonour,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "person_id": person.id,
            "title": title,
            "given_by": given_by,
            "given_on": on,
            "document": f"委发〔{on.year}〕{home.draw.between(1, 40)}号",
        },
    )


def write_discipline(home: Home, person: Human, *, penalty: str, effect: Span, by: str) -> None:
    """Write a penalty with the period of its effect."""
    home.sink.add(
        Discipline,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "person_id": person.id,
            "penalty": penalty,
            "effect": effect,
            "decided_by": by,
        },
    )
