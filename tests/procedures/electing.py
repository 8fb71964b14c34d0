"""A change of term for tests, carried as far as is of interest."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.ballots import actions as ballots
from dangwu.ballots.actions import PaperCount
from dangwu.ballots.models import Ballot
from dangwu.meetings.actions import closing, items, notice, opening, polling, votes
from dangwu.meetings.models import AgendaItem, Attendee, Meeting, Vote
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.procedures.actions import candidates, filing, results, sittings, starting
from dangwu.procedures.actions.starting import Sought
from dangwu.procedures.models import TermChange
from dangwu.procedures.providing import tellers_of

NAMES = ("丁一", "王二", "李三", "赵四")
MEMBERS = 20


@dataclass(frozen=True, slots=True)
class World:
    """A branch under a committee, its secretary and the one above."""

    branch: Organisation
    people: tuple[Person, ...]
    secretary: Access
    above: Access

    def named(self, name: str) -> Person:
        return next(person for person in self.people if person.name == name)


def world(members: int = MEMBERS, *, today: date = make.TODAY) -> World:
    """A branch whose term ends in four months; 丁一 is its secretary."""
    unit = make.unit()
    above = make.organisation(unit=unit, kind="committee", category="township", name="红旗镇党委")
    branch = make.organisation(unit=unit, parent=above, name="河东村党支部")
    names = [*NAMES, *(f"党员{n:02d}" for n in range(members - len(NAMES)))][:members]
    people = tuple(make.person(name, organisation=branch) for name in names)
    make.body(branch, elected_on=date(2022, 3, 1), expires_on=date(2027, 3, 1))
    make.post(people[0], branch, since=date(2022, 3, 1))
    return World(
        branch,
        people,
        make.access(role=Role.SECRETARY, organisation=branch, person=people[0], today=today),
        make.access(role=Role.SECRETARY, organisation=above, today=today),
    )


def started(
    here: World, *, seats: int = 3, deputies: int = 0, method: str = "direct"
) -> TermChange:
    """A case of the branch."""
    sought = Sought(planned_on=make.TODAY, seats=seats, deputies=deputies, method=method)
    return starting.start_term_change(
        actor=here.secretary, organisation=here.branch, sought=sought
    )


def nominated(here: World, case: TermChange, names: Sequence[str] = NAMES) -> None:
    """These people stand for the committee, the first for secretary; two others watch and count."""
    for name in names if case.has_committee else ():
        candidates.nominate(
            actor=here.secretary, case=case, person=here.named(name), post="member"
        )
    candidates.nominate(
        actor=here.secretary, case=case, person=here.named(names[0]), post="secretary"
    )
    candidates.set_tellers(
        actor=here.secretary,
        case=case,
        scrutineers=[here.people[-1]],
        counters=[here.people[-2]],
    )


def approved(here: World, case: TermChange) -> None:
    """What comes before the assembly is filed; the superior agrees to the candidates."""
    for step in ("plan", "request", "reply", "deliberate", "candidates_request"):
        filing.file_step(actor=here.secretary, case=case, step=step, on=make.TODAY)
    filing.file_step(
        actor=here.above,
        case=case,
        step="candidates_reply",
        on=make.TODAY,
        number="红发〔2026〕3号",
    )


def ready(here: World, *, seats: int = 3, method: str = "direct") -> TermChange:
    """A case whose candidates are approved."""
    case = started(here, seats=seats, method=method)
    nominated(here, case)
    approved(here, case)
    return case


def opened(here: World, case: TermChange, sitting: str, *, present: int = 16) -> Meeting:
    """A meeting of the case that runs, with so many there."""
    planned = sittings.plan_sitting(
        actor=here.secretary,
        case=case,
        sitting=sitting,
        starts_at=make.NOW + timedelta(minutes=30),
        place="党员活动室",
        chair=here.people[0],
    )
    noticed = notice.give_notice(actor=here.secretary, meeting=planned, text="请准时参加。")
    rows = Attendee.objects.filter(unit_id=noticed.unit_id, meeting_id=noticed.id)
    ids = list(rows.order_by("person__number").values_list("person_id", flat=True))
    first = [one for one in ids if one == here.people[0].id]
    there = [*first, *(one for one in ids if one not in first)][:present]
    rows.filter(person_id__in=there).update(
        presence=Attendee.Presence.PRESENT, arrived_at=make.NOW
    )
    return opening.open_meeting(actor=here.secretary, meeting=noticed)


def carried(here: World, meeting: Meeting, counts: Sequence[dict[str, int]]) -> Meeting:
    """Every item is taken; elections by paper ballots counted so, round by round."""
    left = [dict(one) for one in counts]
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    for item in rows.order_by("position"):
        row = items.take_item(actor=here.secretary, item=_of(item, meeting))
        if row.subject == "election":
            elected(here, row, left)
        elif row.kind == AgendaItem.Kind.DECIDE:
            shown = votes.Shown(len(counts) and 3, 0, 0)
            vote = votes.open_vote(actor=here.secretary, item=row, method="hands")
            votes.close_vote(actor=here.secretary, vote=vote, shown=shown)
        items.record_resolution(actor=here.secretary, item=row, text="同意")
    return closing.close_meeting(actor=here.secretary, meeting=meeting)


def elected(here: World, item: AgendaItem, counts: list[dict[str, int]]) -> None:
    """The election of an item, again while a tie or a vacancy has a count left."""
    vote = polling.open_ballot(
        actor=here.secretary, item=item, booth="paper", tellers=tellers_of(item)
    )
    counted(here, vote, counts.pop(0))
    while counts and vote.passed is False:
        vote = polling.open_again(actor=here.secretary, item=item)
        counted(here, vote, counts.pop(0))


def counted(here: World, vote: Vote, yes: dict[str, int]) -> None:
    """Two persons type the same count: 赞成 for each, the rest 不赞成; others are written in."""
    assert vote.ballot_id is not None
    ballot = Ballot.objects.get(unit_id=vote.unit_id, id=vote.ballot_id)
    names = [one["name"] for one in ballot.booth[0]["candidates"]]
    issued = ballot.present or 0
    others = tuple((name, many) for name, many in yes.items() if name not in names)
    rows = tuple((yes.get(name, 0), issued - yes.get(name, 0), 0) for name in names)
    for actor in (here.secretary, replace(here.secretary, account_id=uuid.uuid4(), name="计票人")):
        ballots.enter_count(
            actor=actor,
            ballot=ballot,
            contest=0,
            count=PaperCount(issued, issued, 0, rows, others),
        )
    vote.refresh_from_db()


def result(here: World, case: TermChange, sitting: str) -> None:
    """The result is taken into the case."""
    results.confirm_result(actor=here.secretary, case=case, sitting=sitting)


def _of(item: AgendaItem, meeting: Meeting) -> AgendaItem:
    item.meeting = meeting
    return item
