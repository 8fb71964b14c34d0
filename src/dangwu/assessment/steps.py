"""The steps of organisation life and of appraisals as data: phase, paper, provider, rules.

A step names the rules of the packs that ask for it. Which of them speak to an organisation on a
day the rulebook says; a step that no rule in force asks of it is shown as practice, with the rule
it follows, and is not needed for the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

BEFORE: Final = "会前"
DURING: Final = "会上"
AFTER: Final = "会后"
PHASES: Final = (BEFORE, DURING, AFTER)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. paper: what is put on file by it. provider: who brings it.

    rules: ids of rules that ask for it, by kind. after: codes of steps that must be done first.
    derived: the state follows from other facts, nobody records it. texts: the paper is typed in.
    """

    code: str
    phase: str
    title: str
    paper: str
    provider: str
    rules: tuple[str, ...]
    after: tuple[str, ...] = ()
    derived: bool = False
    texts: bool = False
    hint: str = ""


LIFE: Final = "democratic_life"
BRANCH: Final = "organisation_life"

LIFE_STEPS: Final = (
    Step(
        "theme", BEFORE, "确定主题", "会议主题", "上级党组织或者本级",
        ("MZ2016-0-steps",), derived=True,
    ),
    Step(
        "plan", BEFORE, "会前向上级报告方案", "会议方案", "书记",
        ("S6-26a", "MZ2016-0-days"), texts=True,
        hint="写明主题、时间、参加人员、会前准备怎么安排。",
    ),
    Step(
        "soundings", BEFORE, "征求党员、群众意见", "征求意见汇总", "组织委员或者干事",
        ("S6-26a", "MZ2016-0-steps", "ZB2018-17-steps"), texts=True,
        hint="只写归纳后的意见，不写是谁提的。",
    ),
    Step(
        "study", BEFORE, "组织学习", "学习记录", "宣传委员或者干事",
        ("S6-26a", "ZB2018-17-steps"), texts=True, hint="写明学习日期、内容，可以不写个人发言。",
    ),
    Step(
        "talks", BEFORE, "谈心谈话", "谈心谈话登记", "书记、委员",
        ("S6-26a", "MZ2016-0-steps", "ZB2018-17-steps", "ZB2018-19-talk"), derived=True,
    ),
    Step(
        "self_checks", BEFORE, "提交对照检查材料", "对照检查材料", "参加会议的每名党员",
        ("MZ2016-0-steps", "S6-26a",
         "ZB2018-17-organisation-life"), derived=True,
    ),
    Step(
        "meeting", DURING, "召开会议", "签到表、会议记录", "书记召集，记录人记录",
        ("MZ2016-0-quorum", "S6-26b", "ZB2018-17-organisation-life"), derived=True,
    ),
    Step(
        "spoken", DURING, "逐个对照检查", "签到表、会议记录", "参加会议的每名党员",
        ("S6-26b", "MZ2016-0-steps", "ZB2018-17-steps"), derived=True,
    ),
    Step(
        "mutual", DURING, "相互批评", "签到表、会议记录", "参加会议的党员",
        ("S6-26b", "MZ2016-0-steps", "ZB2018-17-steps"), after=("meeting",),
        hint="只登记会上进行了相互批评，不登记谁说了什么。",
    ),
    Step(
        "comments", DURING, "书记讲评", "签到表、会议记录", "书记",
        ("S6-26b",), after=("meeting",), hint="登记书记对每名委员作了讲评。",
    ),
    Step(
        "written", DURING, "缺席人员书面发言", "书面发言", "缺席人员",
        ("MZ2016-0-absent",), derived=True,
    ),
    Step(
        "report", AFTER, "向上级写专题报告", "专题报告", "书记",
        ("S6-26c", "MZ2016-0-steps"), after=("meeting",), texts=True,
        hint="一、会前准备；二、会议情况；三、查摆的主要问题；四、整改打算。一行一段。",
    ),
    Step(
        "rectification", AFTER, "列出整改清单", "整改清单", "书记、委员",
        ("S6-26c-correct", "MZ2016-0-steps", "ZB2018-17-steps"), derived=True,
    ),
    Step(
        "told", AFTER, "向缺席人员告知会议情况", "告知登记", "组织委员或者干事",
        ("MZ2016-0-absent",), derived=True,
    ),
    Step(
        "circulated", AFTER, "通报会议情况，接受监督", "通报", "书记",
        ("S6-26c-correct", "MZ2016-0-steps"), after=("meeting",), texts=True,
        hint="通报的范围、方式和主要内容。",
    ),
    Step(
        "filed", AFTER, "上级备案", "备案回执", "上级党组织",
        ("S6-26d", "MZ2016-0-days"), derived=True,
    ),
    Step(
        "rectified", AFTER, "逐项整改落实", "整改清单（完成情况）", "各项负责人",
        ("S6-26c-correct", "MZ2016-0-steps", "ZB2018-17-steps"), derived=True,
    ),
)  # fmt: skip

# Rules of the one kind say nothing of the other, though both may be in force.
NOT_FOR: Final[Mapping[str, str]] = {LIFE: "ZB2018-", BRANCH: "MZ2016-"}


def rules_for_kind(step: Step, kind: str) -> tuple[str, ...]:
    """Return the ids of the rules that may ask for a step of a meeting of this kind."""
    foreign = NOT_FOR.get(kind, "-")
    return tuple(rule for rule in step.rules if not rule.startswith(foreign))


def life_step(code: str) -> Step | None:
    """Return a step by its code."""
    return next((step for step in LIFE_STEPS if step.code == code), None)


MEMBER_STEPS: Final = (
    Step(
        "study", BEFORE, "学习教育", "学习记录", "宣传委员或者干事", ("S6-39a",), texts=True,
        hint="写明学习日期、内容。",
    ),
    Step(
        "self_review", DURING, "个人自评", "个人自评", "每名党员",
        ("ZB2018-18-steps", "S6-39a"), hint="党员多的可以在党小组进行；只登记已经进行的日期。",
    ),
    Step(
        "mutual", DURING, "党员互评", "会议记录", "党员",
        ("ZB2018-18-steps",), after=("self_review",), hint="只登记已经进行的日期，不登记谁说了什么。",
    ),
    Step(
        "ballot", DURING, "民主测评", "测评票汇总", "参加测评的人",
        ("ZB2018-18-steps", "S6-39a"), derived=True,
    ),
    Step(
        "conclude", AFTER, "组织评定", "评定意见", "支部委员会或者党员大会",
        ("ZB2018-18-steps", "S6-39a", "PY2023-0-grades", "PY2023-0-excellent"), derived=True,
    ),
    Step("told", AFTER, "向本人反馈", "反馈记录", "书记", ("PY2023-0-feedback",), derived=True),
)  # fmt: skip
DUTY_STEPS: Final = (
    Step(
        "reports", DURING, "述职", "述职报告", "述职人",
        ("SZ2019-0-steps", "ZB2018-25-review", "S6-27-battalion_committee-duty_review"),
        texts=True, hint="现场述职或者书面述职，写明述职人和主要内容。",
    ),
    Step(
        "comments", DURING, "上级点评", "点评记录", "上级党组织",
        ("SZ2019-0-steps",), after=("reports",), texts=True, hint="点评的要点。",
    ),
    Step(
        "questions", DURING, "询问", "会议记录", "参加评议的人",
        ("SZ2019-0-steps",), after=("reports",), hint="登记询问的日期；请大家询问而没有人问的，也登记那一天。",
    ),
    Step(
        "ballot", DURING, "评议测评", "测评票汇总", "上级、党员和群众代表",
        ("SZ2019-0-steps", "S6-27-battalion_committee-duty_review"), derived=True,
    ),
    Step(
        "conclude", AFTER, "综合评价", "评价意见", "上级党组织或者委员会",
        ("SZ2019-0-steps", "SZ2019-0-grades"), derived=True,
    ),
    Step("rectification", AFTER, "列整改清单", "整改清单", "述职人", ("SZ2019-0-steps",), derived=True),
    Step("told", AFTER, "反馈、归档", "反馈记录", "书记", ("SZ2019-0-steps",), derived=True),
)  # fmt: skip
SATISFACTION_STEPS: Final = (
    Step("ballot", DURING, "填写测评票", "测评票汇总", "参加测评的人", (), derived=True),
    Step("rectification", AFTER, "列整改清单", "整改清单", "书记、委员", (), derived=True),
    Step("told", AFTER, "公布、归档", "结果通报", "书记", (), derived=True),
)
APPRAISAL_STEPS: Final[Mapping[str, tuple[Step, ...]]] = {
    "appraisal": MEMBER_STEPS,
    "duty_review": DUTY_STEPS,
    "satisfaction": SATISFACTION_STEPS,
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Grades, best first. rule: where they come from; without one they are local practice."""

    code: str
    grades: tuple[str, ...]
    rule: str = ""
    note: str = ""


SCALES: Final = (
    Scale("members", ("优秀", "合格", "基本合格", "不合格"), "PY2023-0-grades", "年度通知"),
    Scale("review", ("好", "较好", "一般", "差"), "SZ2019-0-grades", "等次未见原文"),
    Scale("local_duty", ("优秀", "称职", "基本称职", "不称职"), note="各地做法，以本地文件为准"),
    Scale("local_pass", ("优秀", "合格", "基本合格", "不合格"), note="各地做法，以本地文件为准"),
    Scale("content", ("满意", "基本满意", "不满意"), note="常见做法，以本地文件为准"),
)


def scale_of(code: str) -> Scale | None:
    """Return a scale by its code."""
    return next((scale for scale in SCALES if scale.code == code), None)


def appraisal_step(kind: str, code: str) -> Step | None:
    """Return a step of an appraisal of this kind by its code."""
    return next((step for step in APPRAISAL_STEPS[kind] if step.code == code), None)
