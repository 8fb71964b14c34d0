"""支部换届, steps 0 to 10 of the usual procedure."""

from dataclasses import replace
from typing import Final

from dangwu.procedures.steps.plan import ABOVE, Material, StepPlan, without

REMINDER: Final = StepPlan(
    id="reminder",
    title="收到换届提醒",
    by=ABOVE,
    rules=("RQ2018-reminder",),
    materials=(Material("换届提醒函", ABOVE),),
    from_above=True,
    numbered=True,
)
SHIFT: Final = StepPlan(
    id="shift",
    title="提前或者延期换届获得批准",
    by=ABOVE,
    rules=("XJ2020-3-term-change", "RQ2018-shift", "S6-09k"),
    materials=(
        Material("提前（延期）换届请示", kind="shift_request"),
        Material("提前（延期）换届批复", ABOVE),
    ),
    from_above=True,
    numbered=True,
)
REQUEST: Final = StepPlan(
    id="request",
    title="请示召开大会",
    by="本党组织报上级党组织",
    after=("plan",),
    rules=("XJ2020-32-request", "XJ2020-32-days"),
    custom="提前一至两个月报，各地天数不一，没有查到全国规定。",
    materials=(Material("换届请示", kind="term_request"),),
    numbered=True,
)
REPLY: Final = StepPlan(
    id="reply",
    title="收到同意召开大会的批复",
    by=ABOVE,
    after=("request",),
    rules=("XJ2020-32-request",),
    custom="有的地方要求十五日内批复、批复后三个月内召开，以本地规定为准。",
    materials=(Material("批复", ABOVE, kind="term_reply"),),
    from_above=True,
    numbered=True,
)
REVIEW: Final = StepPlan(
    id="candidates_reply",
    title="候选人预备人选经上级审查同意",
    by=ABOVE,
    after=("candidates_request",),
    binding=True,
    rules=("XJ2020-14-steps", "XJ2020-17-secretary"),
    materials=(Material("关于候选人预备人选的批复", ABOVE),),
    from_above=True,
    numbered=True,
)
APPROVAL: Final = StepPlan(
    id="approval",
    title="书记、副书记获得批准，委员备案",
    by=ABOVE,
    after=("report",),
    binding=True,
    rules=(
        *("ZB2018-21-secretary-approved", "ZB2018-21-members-filed"),
        *("XJ2020-18-secretary-approved", "XJ2020-18-members-filed", "S6-09e", "S6-09f", "S6-09g"),
    ),
    materials=(Material("批复（备案）", ABOVE),),
    from_above=True,
    numbered=True,
)
FINISH: Final = StepPlan(
    id="finish",
    title="登记新一届班子",
    by="本党组织",
    after=("assembly", "approval"),
    binding=True,
    rules=("XJ2020-3-on-time", "RQ2018-branch", "RQ2018-village", "RQ2018-committee", "S6-09j"),
    materials=(Material("委员分工"),),
    manual=False,
)
ARCHIVE: Final = StepPlan(
    id="archive",
    title="交接、公开、归档",
    by="本党组织",
    after=("finish",),
    binding=True,
    custom="换届材料按步骤整理归档，新旧班子交接，结果在本组织公开。",
    materials=(Material("归档目录", kind="archive_list"),),
)
BRANCH: Final = (
    REMINDER,
    SHIFT,
    StepPlan(
        id="plan",
        title="支部委员会研究换届",
        by="支部委员会",
        rules=("XJ2020-14-steps",),
        custom="届满前一至两个月研究时间、议程、名额和提名办法。",
        materials=(Material("支部委员会会议记录"),),
    ),
    REQUEST,
    REPLY,
    StepPlan(
        id="prepare",
        title="大会准备",
        by="支部委员会",
        after=("reply",),
        rules=("XJ2020-0-not-counted", "XJ2020-23-scrutineer"),
        custom="宣传教育，起草报告，准备选举办法、选票、票箱和应到会名单。",
        materials=(
            Material("工作报告"),
            Material("党费收缴使用情况报告"),
            Material("选举办法（草案）", kind="election_rules"),
            Material("差额预选选票", kind="ballot_preliminary"),
            Material("选票", kind="ballot"),
            Material("应到会人员名单", kind="attendance_sheet"),
            Material("监票人、计票人名单", kind="tellers_list"),
        ),
    ),
    StepPlan(
        id="deliberate",
        title="酝酿推荐候选人",
        by="党小组、全体党员",
        after=("plan",),
        rules=("XJ2020-14-steps", "XJ2020-13-candidates"),
        materials=(Material("推荐表"), Material("酝酿推荐情况报告")),
    ),
    StepPlan(
        id="candidates_request",
        title="候选人预备人选报上级审查",
        by="本党组织报上级党组织",
        after=("deliberate",),
        binding=True,
        rules=("XJ2020-14-steps", "XJ2020-13-candidates", "XJ2020-32-request"),
        materials=(
            Material("候选人预备人选请示", kind="candidates_request"),
            Material("候选人情况表", kind="candidate_table"),
        ),
        numbered=True,
    ),
    REVIEW,
    StepPlan(
        id="assembly",
        title="党员大会选举",
        by="党员大会",
        after=("candidates_reply", "shift"),
        binding=True,
        rules=(
            *("XJ2020-20-quorum", "XJ2020-21-chair", "XJ2020-23-scrutineer", "XJ2020-25-secret"),
            *("XJ2020-28-ballots", "XJ2020-29-preliminary", "XJ2020-30-elected"),
            *("XJ2020-31-announce", "S6-09a"),
        ),
        materials=(
            Material("签到表", kind="attendance_sheet"),
            Material("清点到会人数报告单", kind="attendance_report"),
            Material("主持词", kind="chair_script"),
            Material("分发选票报告单", kind="issue_report"),
            Material("清点选票报告单", kind="return_report"),
            Material("差额预选计票单", kind="count_sheet_preliminary"),
            Material("计票单", kind="count_sheet"),
            Material("选举结果报告单", kind="result_sheet"),
            Material("大会会议记录"),
        ),
        manual=False,
    ),
    StepPlan(
        id="first",
        title="新一届委员会第一次会议",
        by="新一届委员会",
        after=("assembly",),
        binding=True,
        rules=("XJ2020-17-secretary", "ZB2018-20-posts"),
        materials=(
            Material("书记、副书记选票", kind="ballot_first"),
            Material("计票单", kind="count_sheet_first"),
            Material("会议记录和委员分工"),
        ),
        manual=False,
    ),
    StepPlan(
        id="report",
        title="报告选举结果，请示批准书记、副书记",
        by="本党组织报上级党组织",
        after=("first",),
        binding=True,
        rules=("ZB2018-21-secretary-approved", "XJ2020-18-secretary-approved", "XJ2020-32-days"),
        custom="“及时”报告，天数没有规定。",
        materials=(
            Material("选举结果报告", kind="election_result"),
            Material("请示批准书记、副书记", kind="posts_request"),
        ),
        numbered=True,
    ),
    APPROVAL,
    FINISH,
    ARCHIVE,
)
BRANCH_WITHOUT_COMMITTEE: Final = tuple(
    replace(step, after=("assembly",)) if step.id == "report" else step
    for step in without(BRANCH, "first")
)
