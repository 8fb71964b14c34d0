"""What goes up before the assembly: 请示 and 批复, who stands."""

import uuid
from datetime import date
from typing import Final

from dangwu.core.errors import DomainError
from dangwu.core.identity import EDUCATION, ETHNIC, SEX, CodeTable
from dangwu.documents.kinds import correspondence, elections
from dangwu.documents.kinds.issue import Issue
from dangwu.documents.paper import Paper, Paragraph, written_day
from dangwu.members.models import Person, PostHolding
from dangwu.procedures.agendas import agenda_of
from dangwu.procedures.models import Candidate, TermChange
from dangwu.procedures.models.case import SEATS
from dangwu.procedures.queries.cases import filed_steps
from dangwu.procedures.queries.papers.facts import (
    body_name,
    candidate_number,
    issue,
    names_of,
    posts_words,
    signers,
    standing_stages,
    superior,
)
from dangwu.procedures.queries.people import candidates_of

UNKNOWN: Final = "　　"
LEADING: Final = (
    ("standing_member", "常务委员会委员"),
    ("secretary", "书记"),
    ("deputy", "副书记"),
    ("inspector", "纪律检查委员会委员"),
    ("chief_inspector", "纪律检查委员会书记"),
    ("deputy_inspector", "纪律检查委员会副书记"),
)


def term_request(case: TermChange, on: date) -> Paper:
    """Return the 换届请示."""
    agenda = tuple(line.title for line in agenda_of(case, "assembly"))
    many = candidate_number(case, on)
    return elections.term_request(
        elections.TermRequest(
            issue=issue(case, on),
            addressee=superior(case),
            organisation=case.organisation.name,
            body=body_name(case),
            term_ends=case.term_ends_on or case.planned_on,
            planned_on=case.planned_on,
            agenda=agenda,
            seats=case.seats,
            candidates=many,
            posts=posts_words(case),
            method=_method(case),
            more=_beside(case),
            signatories=signers(case, on),
            meeting=case.get_electorate_display(),
            has_committee=case.has_committee,
        )
    )


def _beside(case: TermChange) -> str:
    """Return the numbers beside the committee: delegates, the 纪委."""
    extra = ""
    if case.delegates:
        extra = f"代表名额{case.delegates}名，代表候选人的差额不少于应选人数的20%。"
    if case.inspectors:
        deputies = f"、副书记{case.deputy_inspectors}名" if case.deputy_inspectors else ""
        extra += f"同时选举纪律检查委员会委员{case.inspectors}名，由其第一次全体会议选举书记1名{deputies}。"
    return extra


def _method(case: TermChange) -> str:
    """Return how is nominated and elected.

    Source: XJ2020 art. 14, art. ~17, art. ~29
    """
    meeting, body = case.get_electorate_display(), body_name(case)
    voted = "无记名投票的办法选举，候选人按姓氏笔画排列"
    if not case.has_committee:
        return (
            f"候选人由上届支部根据多数党员的意见提出，报上级党组织审查同意后，提交{meeting}充分酝酿，"
            f"采用{voted}。"
        )
    first = "全体会议" if case.kind == TermChange.Kind.COMMITTEE else "会议"
    standing = "常务委员会委员、" if case.standing else ""
    posts = "书记、副书记" if case.deputies else "书记"
    return (
        f"候选人由上届{body}根据{_whose(case)}的意见提出，报上级党组织审查同意后，提交{meeting}。"
        f"采用{case.get_method_display()}、{voted}；"
        f"{standing}{posts}由新一届{body}第一次{first}选举。"
    )


def _whose(case: TermChange) -> str:
    """Return whose opinion counts where candidates are proposed.

    Source: XJ2020 art. 14, art. ~15
    """
    return "多数下级党组织" if case.kind == TermChange.Kind.COMMITTEE else "多数党员"


def shift_request(case: TermChange, on: date) -> Paper:
    """Return the 请示 to hold the election early or late."""
    if case.timing == TermChange.Timing.ON_TIME:
        raise DomainError("按期换届，不用请示提前或者延期。")
    ends = written_day(case.term_ends_on) if case.term_ends_on else UNKNOWN
    return correspondence.request(
        correspondence.Request(
            issue=issue(case, on),
            title=f"关于{case.get_timing_display()}换届的请示",
            addressee=superior(case),
            blocks=(
                Paragraph(f"{case.organisation.name}本届{body_name(case)}任期至{ends}届满。"),
                Paragraph(
                    f"因{case.timing_reason.rstrip('。')}，拟{case.get_timing_display()}至"
                    f"{written_day(case.planned_on)}进行换届选举。"
                ),
            ),
            signatories=signers(case, on),
        )
    )


def term_reply(case: TermChange, on: date) -> Paper:
    """Return the 批复 for the superior to issue, from the same facts."""
    asked = filed_steps(case).get("request")
    meeting = case.get_electorate_display()
    return elections.term_reply(
        elections.TermReply(
            issue=Issue(issuer=superior(case), dated=on),
            addressee=case.organisation.name,
            asked=f"关于召开{meeting}进行{body_name(case)}换届选举的请示",
            asked_number=asked.number if asked else "",
            asked_on=asked.on if asked else None,
            organisation=case.organisation.name,
            body=body_name(case),
            seats=case.seats,
            candidates=candidate_number(case, on),
            posts=posts_words(case),
            demands=_beside(case),
            meeting=meeting,
            has_committee=case.has_committee,
        )
    )


def candidates_request(case: TermChange, on: date) -> Paper:
    """Return the 请示 on the persons who are to stand."""
    members = names_of(case, "member")
    leading = [
        (label, "、".join(names_of(case, post))) for post, label in LEADING if names_of(case, post)
    ]
    if not members and not leading:
        raise DomainError("还没有推荐人选。请先在“候选人”页面填写。")
    return elections.candidates_request(
        elections.CandidatesRequest(
            issue=issue(case, on),
            addressee=superior(case),
            organisation=case.organisation.name,
            body=body_name(case),
            members=tuple(members),
            secretaries=tuple((post, names) for post, names in leading if names),
            process=(
                f"经酝酿推荐，上届{body_name(case)}根据{_whose(case)}的意见集体研究，"
                "提出候选人预备人选。"
            ),
            signatories=signers(case, on),
        )
    )


def candidate_table(case: TermChange, on: date) -> Paper:
    """Return the 候选人情况表, a page for each."""
    rows = candidates_of(case, stages=standing_stages())
    seats: dict[uuid.UUID, list[str]] = {}
    for post, label in SEATS:
        for row in rows:
            if row.post == post:
                seats.setdefault(row.person_id, []).append(label)
    by_person = {row.person_id: row for row in sorted(rows, key=lambda row: bool(row.resume))}
    if not by_person:
        raise DomainError("还没有推荐人选。请先在“候选人”页面填写。")
    ordered = sorted(by_person.values(), key=lambda row: row.person.sort_key)
    return elections.candidate_table(
        elections.CandidateTable(
            organisation=case.organisation.name,
            body=f"{body_name(case)}、纪委" if case.inspectors else body_name(case),
            candidates=tuple(
                _described(row, "、".join(seats[row.person_id]), on) for row in ordered
            ),
        )
    )


def _described(row: Candidate, proposed: str, on: date) -> elections.Candidate:
    person: Person = row.person
    held = PostHolding.objects.filter(
        unit_id=row.unit_id, person_id=person.id, period__contains=on
    ).select_related("organisation")
    posts = "、".join(f"{one.organisation}{one.get_post_display()}" for one in held)
    return elections.Candidate(
        name=person.name,
        sex=_named(SEX, person.sex),
        nation=_named(ETHNIC, person.ethnicity),
        born=f"{person.born_on.year}年{person.born_on.month}月" if person.born_on else "",
        joined=f"{person.joined_on.year}年{person.joined_on.month}月" if person.joined_on else "",
        education=_named(EDUCATION, person.education),
        post=posts or person.workplace,
        proposed=proposed,
        resume=row.resume or UNKNOWN,
        strengths=row.strengths,
    )


def _named(table: CodeTable, code: str) -> str:
    """Return what a code of the register means; what is no code stays as it was written."""
    found = table.codes.get(code)
    return found.name if found else code
