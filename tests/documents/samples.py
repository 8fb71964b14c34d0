"""A paper of every kind, with ordinary values and with extreme ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dangwu.documents.kinds import elections as e
from dangwu.documents.kinds.certificates import (
    Certificate,
    Introduction,
    Receipt,
    certificate,
    introduction,
    receipt,
)
from dangwu.documents.kinds.correspondence import (
    Letter,
    Notice,
    Reply,
    Report,
    Request,
    letter,
    notice,
    reply,
    report,
    request,
)
from dangwu.documents.kinds.issue import Issue
from dangwu.documents.kinds.life import (
    LifeReport,
    Rectification,
    RectificationList,
    SelfCheck,
    life_report,
    rectification_list,
    self_check,
)
from dangwu.documents.kinds.meetings import (
    AttendanceSheet,
    Item,
    MeetingRecord,
    Minutes,
    Present,
    Resolution,
    attendance_sheet,
    meeting_record,
    minutes,
    resolution,
)
from dangwu.documents.kinds.publicity import Publication, publication
from dangwu.documents.paper import Block, Enclosure, Paper, Paragraph, blocks_of

DAY = date(2026, 11, 2)
RARE = ("朱镕昇", "李堃", "王喆")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
GIVEN = "建国志强秀英淑兰海涛雪梅文军桂芳振华玉珍"
NAMES = tuple(f"{s}{g}" if i % 3 else f"{s}{g}{g}" for i, s in enumerate(SURNAMES) for g in GIVEN)
TEXT = (
    "坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实新时代党的建设总要求，突出政治功能和组织功能，"
    "严格执行党的组织生活制度，推动机关党支部标准化规范化建设取得实效。"
)
BODY = f"""一、总体要求
{TEXT}
二、重点任务
（一）严肃党内组织生活。坚持落实“三会一课”制度，由朱镕昇、李堃、王喆负责。
1.按期召开支部党员大会
（1）每季度召开1次。
{TEXT}"""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of everything: ordinary, or as much as may ever come."""

    organisation: str
    people: tuple[str, ...]
    body: tuple[Block, ...]
    suffix: str
    times: int

    def issue(self, number: str = "河东党发〔2026〕3号", /, **more: Any) -> Issue:
        return Issue(
            issuer=self.organisation,
            dated=DAY,
            number=number,
            copies_to="县委组织部，县委办公室" * self.times,
            printed_by=self.organisation,
            **more,
        )


SHORT = Scale("中共红旗县河东镇委员会", (*RARE, *NAMES[:9]), blocks_of(BODY), "", 1)
EXTREME = Scale(
    "中共示范自治州红旗蒙古族自治县河东回族满族乡人民政府驻地直属机关总支部委员会",
    (*RARE, "买买提·吐尔逊江·阿卜杜热依木", *NAMES[:196]),
    blocks_of("\n".join([BODY] * 12)),
    "（关于进一步加强基层党组织标准化规范化建设并严格落实组织生活制度的若干具体事项）",
    9,
)


def _elections(s: Scale) -> dict[str, Paper]:
    body, meeting = "支部委员会", "党员大会"
    organisation = s.organisation
    results = tuple(
        e.Result(name=n, yes=30 - i, no=i, abstain=0, elected=i < 5)
        for i, n in enumerate(s.people[:12])
    )
    return {
        "term_request": e.term_request(
            e.TermRequest(
                issue=s.issue(), addressee="中共红旗县委员会", organisation=organisation, body=body,
                term_ends=date(2027, 3, 1), planned_on=date(2027, 2, 10),
                agenda=("听取和审查工作报告", "选举新一届委员会"), seats=5, candidates=6,
                posts="书记1名、副书记1名", method=TEXT * s.times, signatories=RARE[: s.times],
            )
        ),
        "term_reply": e.term_reply(
            e.TermReply(
                issue=s.issue(), addressee=organisation, asked="关于换届选举的请示" + s.suffix,
                asked_number="河东支发〔2026〕7号", asked_on=DAY, organisation=organisation, body=body,
                seats=5, candidates=6, posts="书记1名、副书记1名", demands="请按规定程序做好选举工作。",
            )
        ),
        "candidates_request": e.candidates_request(
            e.CandidatesRequest(
                issue=s.issue(), addressee="中共红旗县委员会", organisation=organisation, body=body,
                members=s.people, secretaries=(("书记", RARE[0]), ("副书记", RARE[1])),
                process=TEXT * s.times, signatories=RARE,
            )
        ),
        "election_result": e.election_result(
            e.ElectionResult(
                issue=s.issue(), addressee="中共红旗县委员会", organisation=organisation, body=body,
                held_on=DAY, should_attend=42, present=40, issued=40, returned=40, valid=39, invalid=1,
                results=(*results, e.Result(name="赵六", yes=1, no=0, abstain=0, elected=False, on_list=False)),
                after=(f"经支部委员会第一次会议选举，{RARE[0]}任书记。",),
            )
        ),
        "election_rules": e.election_rules(
            e.ElectionRules(organisation=organisation, body=body, rules=(TEXT,) * (5 * s.times))
        ),
        "candidate_table": e.candidate_table(
            e.CandidateTable(
                organisation=organisation, body=body,
                candidates=tuple(
                    e.Candidate(
                        name=name, sex="男", nation="汉族", born="1980年5月", joined="2005年7月",
                        education="大学", post="村民委员会副主任", proposed="支部委员",
                        resume="\n".join(["2001.07—2005.08 示范县河东镇政府工作人员"] * s.times), strengths=TEXT,
                    )
                    for name in s.people[: 2 + s.times]
                ),
            )
        ),
        "chair_script": e.chair_script(
            e.ChairScript(
                title=f"{organisation}换届选举大会主持词", chair=RARE[1], held_on=DAY, opening=f"同志们：\n{TEXT}",
                steps=tuple(e.Step(title=f"宣布第{n}项议程", words=TEXT) for n in range(1, 4 * s.times)),
                closing="我宣布，大会闭幕！",
            )
        ),
        "ballot": e.ballot(
            e.Ballot(organisation=organisation, body=body, held_on=DAY, names=s.people[: 6 * s.times], seats=5)
        ),
        "count_sheet": e.count_sheet(
            e.CountSheet(organisation=organisation, body=body, held_on=DAY, names=s.people[: 6 * s.times])
        ),
        "tellers_list": e.tellers_list(
            e.Tellers(organisation=organisation, meeting=meeting, chief=RARE[0], watchers=s.people[:2], counters=s.people[2:])
        ),
        "attendance_report": e.attendance_report(
            e.AttendanceReport(
                organisation=organisation, meeting=meeting, held_on=DAY, should_attend=42, present=40, left_out=3,
                rule="到会人数符合规定，可以进行选举。" * s.times,
            )
        ),
        "issue_report": e.ballots_issued(
            e.BallotsIssued(organisation=organisation, meeting=meeting, held_on=DAY)
        ),
        "return_report": e.ballots_returned(
            e.BallotsReturned(
                organisation=organisation, meeting=meeting, held_on=DAY, issued=40, returned=40, valid=39, invalid=1,
                rule="收回的选票等于发出的选票，选举有效。",
            )
        ),
    }  # fmt: skip


def _meetings(s: Scale) -> dict[str, Paper]:
    present = Present(present=s.people, on_leave=("张三",), observers=("李四", "赵六"))
    items = tuple(
        Item(
            title=f"讨论接收{name}为预备党员" + s.suffix, discussion=TEXT, opinions=((RARE[1], "同意。"),),
            outcome="应到20人，实到16人，赞成15票，反对1票，弃权0票。", resolution=f"同意接收{name}为预备党员。",
        )
        for name in s.people[: 2 * s.times]
    )  # fmt: skip
    return {
        "minutes": minutes(
            Minutes(
                issue=s.issue("第3期"), heading=f"{s.organisation}会议纪要",
                title="研究部署年度基层党建工作" + s.suffix, blocks=s.body, present=present,
            )
        ),
        "meeting_record": meeting_record(
            MeetingRecord(
                title=f"{s.organisation}党员大会会议记录", held="2026年11月2日9:00—11:30", place="党员活动室",
                chair=RARE[0], recorder=RARE[2], present=present, items=items,
                facts=(("应到", "20人"), ("实到", "16人")),
            )
        ),
        "resolution": resolution(
            Resolution(
                issuer=s.organisation, title="关于年度工作计划的决议" + s.suffix, adopted_on=DAY, adopted="党员大会",
                text=BODY * s.times,
            )
        ),
        "attendance_sheet": attendance_sheet(
            AttendanceSheet(
                title=f"{s.organisation}党员大会签到表", held="2026年11月2日9:00", place="党员活动室",
                names=s.people, observers=("李四",), spare=4,
            )
        ),
    }  # fmt: skip


def _life(s: Scale) -> dict[str, Paper]:
    parts = (("存在的主要问题", TEXT * s.times), ("原因分析", TEXT), ("整改措施", BODY))
    line = Rectification(
        problem="学习不够深入" * s.times, measure=TEXT, responsible=RARE[1], due="2026年12月底前"
    )
    return {
        "self_check": self_check(
            SelfCheck(title="领导班子对照检查材料" + s.suffix, author=s.organisation, dated=DAY, opening=TEXT, parts=parts)
        ),
        "life_meeting_report": life_report(
            LifeReport(
                issue=s.issue(), addressee="中共红旗县委员会", title="关于召开民主生活会情况的报告" + s.suffix, held_on=DAY,
                should_attend=9, present=8, parts=parts,
            )
        ),
        "rectification_list": rectification_list(
            RectificationList(organisation=s.organisation, title="民主生活会整改清单", dated=DAY, lines=(line,) * 4 * s.times)
        ),
    }  # fmt: skip


def _correspondence(s: Scale) -> dict[str, Paper]:
    more: dict[str, Any] = {
        "attachments": ("重点任务分解表" + s.suffix,),
        "enclosures": (Enclosure("联系人名单", (Paragraph("王喆"),)),),
        "note": "联系人：王喆，电话：0470-1234567",
    }
    title = "关于召开2026年度组织生活会的"
    return {
        "notice": notice(
            Notice(issue=s.issue(**more), title=f"{title}通知{s.suffix}", addressee="各党支部", blocks=s.body)
        ),
        "request": request(
            Request(
                issue=s.issue(copy_number="000001", secrecy="机密★1年", urgency="特急"),
                title=f"关于增加党员教育经费的请示{s.suffix}", addressee="中共红旗县委员会", blocks=s.body, signatories=RARE[: s.times],
            )
        ),
        "reply": reply(
            Reply(
                issue=s.issue(), title="关于同意设立党支部的批复" + s.suffix, addressee=s.organisation, asked="关于设立党支部的请示",
                asked_number="河东支发〔2026〕1号", asked_on=DAY, blocks=s.body,
            )
        ),
        "report": report(
            Report(issue=s.issue(sealed=False), title="关于党建工作情况的报告" + s.suffix, addressee="中共红旗县委员会", blocks=s.body)
        ),
        "letter": letter(
            Letter(
                issue=s.issue("河东党函〔2026〕2号"), title="关于商请协助开展党员教育培训的函" + s.suffix,
                addressee="县委党校", blocks=s.body,
            )
        ),
    }  # fmt: skip


def _others(s: Scale) -> dict[str, Paper]:
    return {
        "publication": publication(
            Publication(
                issuer=s.organisation, title="关于拟接收预备党员的公示" + s.suffix, dated=DAY, blocks=s.body, begins=DAY,
                ends=date(2026, 11, 9), contacts=(("联系电话", "0470-1234567"), ("联系人", "王喆")),
            )
        ),
        "introduction": introduction(
            Introduction(
                issuer=s.organisation, number="河东支介〔2026〕第0012号", bearer=RARE[0], companions=s.times - 1,
                addressee="县委组织部" + s.suffix, matter="党员组织关系转接事宜", dated=DAY, valid_days=7,
            )
        ),
        "certificate": certificate(
            Certificate(issue=s.issue(""), title="证　明", addressee="红旗县教育局", blocks=(Paragraph(TEXT * s.times),))
        ),
        "receipt": receipt(
            Receipt(
                issuer=s.organisation, number="2026-000012", payer=RARE[1], dated=DAY, receiver=RARE[2], method="现金",
                lines=(("2026年10月党费" + s.suffix, Decimal("1203.05")),),
            )
        ),
    }  # fmt: skip


MAKERS: tuple[Callable[[Scale], Mapping[str, Paper]], ...] = (
    _correspondence,
    _meetings,
    _elections,
    _life,
    _others,
)


def papers(scale: Scale) -> dict[str, Paper]:
    """Return a paper of every kind."""
    return {kind: paper for make in MAKERS for kind, paper in make(scale).items()}
