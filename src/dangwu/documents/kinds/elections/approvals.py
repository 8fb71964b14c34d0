"""换届请示、批复、人选请示、选举结果报告: papers to and from the committee above."""

from dataclasses import dataclass, replace
from datetime import date

from dangwu.documents.kinds.correspondence import Reply, Request, reply, request
from dangwu.documents.kinds.issue import Issue, issued, one_addressee
from dangwu.documents.paper import (
    Align,
    Block,
    Column,
    Form,
    Heading,
    Paper,
    Paragraph,
    Table,
    paragraphs,
    written_day,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRequest:
    """换届请示. body: such as 「支部委员会」. seats, candidates: numbers of committee members.

    posts: 「书记1名、副书记1名」. method: how is nominated and elected, in sentences. meeting: who
    elects, 党员大会 or 党员代表大会. has_committee: else secretary and deputy only are elected. more:
    numbers beside the committee, in sentences.
    """

    issue: Issue
    addressee: str
    organisation: str
    body: str
    term_ends: date
    planned_on: date
    agenda: tuple[str, ...]
    seats: int
    candidates: int
    posts: str
    method: str
    situation: str = ""
    signatories: tuple[str, ...] = ()
    meeting: str = "党员大会"
    has_committee: bool = True
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermReply:
    """换届批复. asked: title and number of the 请示."""

    issue: Issue
    addressee: str
    asked: str
    asked_number: str
    organisation: str
    body: str
    seats: int
    candidates: int
    posts: str
    asked_on: date | None = None
    demands: str = ""
    meeting: str = "党员大会"
    has_committee: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesRequest:
    """候选人预备人选请示. members, secretaries: names in the order of 姓氏笔画."""

    issue: Issue
    addressee: str
    organisation: str
    body: str
    members: tuple[str, ...]
    secretaries: tuple[tuple[str, str], ...]
    process: str
    signatories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one person was given: votes, and whether elected. A person named beside the list too."""

    name: str
    yes: int
    no: int
    abstain: int
    elected: bool
    on_list: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionResult:
    """选举结果报告. results: in the order of 姓氏笔画. post: what they were elected to.

    meeting: 党员大会, 党员代表大会 or a 全体会议; electors: who votes there. after: what was elected
    afterwards, a sentence for each meeting.
    """

    issue: Issue
    addressee: str
    organisation: str
    body: str
    held_on: date
    should_attend: int
    present: int
    issued: int
    returned: int
    valid: int
    invalid: int
    results: tuple[Result, ...]
    after: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    meeting: str = "党员大会"
    electors: str = "党员"
    post: str = "委员"


def term_request(values: TermRequest) -> Paper:
    """Return the 请示 to hold the assembly that elects.

    Source: XJ2020 art. 3
    """
    plan = (
        f"拟于{written_day(values.planned_on)}召开{values.meeting}进行换届选举。主要议程："
        f"{_numbered(values.agenda)}。"
    )
    blocks: tuple[Block, ...] = (
        Paragraph(
            f"{values.organisation}本届{values.body}任期至{written_day(values.term_ends)}届满。"
            f"根据有关规定，拟进行换届选举，现将有关事项请示如下："
        ),
        *paragraphs(values.situation),
        Heading("一、会议时间和议程", 1),
        Paragraph(plan),
        Heading("二、名额和候选人名额", 1),
        Paragraph(_seats(values, "拟")),
        *paragraphs(values.more),
        Heading("三、候选人提名和选举办法", 1),
        *paragraphs(values.method),
    )
    return _as(
        "term_request",
        request(
            Request(
                issue=values.issue,
                title=f"关于召开{values.meeting}进行{values.body}换届选举的请示",
                addressee=values.addressee,
                blocks=blocks,
                signatories=values.signatories,
            )
        ),
    )


def term_reply(values: TermReply) -> Paper:
    """Return the 批复 that lets the assembly be held."""
    agreed = Paragraph(
        f"同意{values.organisation}召开{values.meeting}进行换届选举。{_seats(values, '')}"
    )
    return _as(
        "term_reply",
        reply(
            Reply(
                issue=values.issue,
                title=f"关于同意{values.organisation}换届选举的批复",
                addressee=values.addressee,
                asked=values.asked,
                asked_number=values.asked_number,
                asked_on=values.asked_on,
                blocks=(agreed, *paragraphs(values.demands)),
            )
        ),
    )


def candidates_request(values: CandidatesRequest) -> Paper:
    """Return the second 请示, on the persons to stand.

    Source: XJ2020 art. 14
    """
    posts = tuple(
        Paragraph(name, lead=f"{post}候选人预备人选：") for post, name in values.secretaries
    )
    blocks: tuple[Block, ...] = (
        *paragraphs(values.process),
        Paragraph("现提出新一届候选人预备人选如下（按姓氏笔画为序）："),
        *(
            (Paragraph("、".join(values.members), lead=f"{values.body}委员候选人预备人选："),)
            if values.members
            else ()
        ),
        *posts,
    )
    return _as(
        "candidates_request",
        request(
            Request(
                issue=values.issue,
                title=f"关于新一届{values.body}候选人预备人选的请示",
                addressee=values.addressee,
                blocks=blocks,
                signatories=values.signatories,
            )
        ),
    )


def election_result(values: ElectionResult) -> Paper:
    """Return the report of an election: who came, the ballots, each one's votes, who is elected."""
    elected = "、".join(result.name for result in values.results if result.elected)
    columns = (
        *(Column("姓名", 3), Column("赞成", 2), Column("不赞成", 2), Column("弃权", 2)),
        Column("结果", 3, Align.CENTRE),
    )
    blocks: tuple[Block, ...] = (
        Paragraph(
            f"{written_day(values.held_on)}，{values.organisation}召开{values.meeting}，选举产生新一届"
            f"{values.body}。应到会有选举权的{values.electors}{values.should_attend}名，实到会{values.present}名。"
            f"发出选票{values.issued}张，收回{values.returned}张，其中有效票{values.valid}张，"
            f"无效票{values.invalid}张。得票情况如下："
        ),
        Table(columns, tuple(_row(result) for result in values.results)),
        Paragraph(f"{elected or '无人'}当选为{values.body}{values.post}。"),
        *(Paragraph(sentence) for sentence in values.after),
        Paragraph("特此报告。"),
    )
    return issued(
        values.issue,
        kind="election_result",
        form=Form.DOCUMENT,
        title=f"关于{values.body}选举结果的报告",
        addressee=one_addressee(values.addressee, "报告"),
        signatories=values.signatories,
        blocks=blocks,
    )


def _seats(values: TermRequest | TermReply, planned: str) -> str:
    if not values.has_committee:
        return f"新一届{values.body}不设委员会，{planned}选举{values.posts}。"
    return (
        f"新一届{values.body}{planned}由{values.seats}名委员组成，其中{values.posts}；委员候选人"
        f"{values.candidates}名，差额{values.candidates - values.seats}名。"
    )


def _row(result: Result) -> tuple[str, ...]:
    outcome = "当选" if result.elected else "未当选"
    if not result.on_list:
        return (result.name, str(result.yes), "—", "—", f"另选他人，{outcome}")
    return (result.name, str(result.yes), str(result.no), str(result.abstain), outcome)


def _numbered(agenda: tuple[str, ...]) -> str:
    return "；".join(f"（{n}）{point}" for n, point in enumerate(agenda, 1))


def _as(kind: str, paper: Paper) -> Paper:
    return replace(paper, kind=kind)
