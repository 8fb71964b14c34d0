"""The closed vocabularies that packs, facts and screens share: code → official Chinese term."""

from enum import StrEnum
from typing import Final


class Strength(StrEnum):
    """How binding the wording is: 必须·应当·不得 / 一般·原则上 / 可以 / left to a lower level."""

    MUST = "must"
    GENERALLY = "generally"
    MAY = "may"
    LOCAL = "local"


class Status(StrEnum):
    """Where a record stands: in force, in force on trial, replaced, in dispute, set locally."""

    CURRENT = "current"
    TRIAL = "trial"
    HISTORIC = "historic"
    DISPUTED = "disputed"
    LOCAL = "local"


class Confidence(StrEnum):
    """How surely the text was seen. M and L warn, they never block."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


class Outcome(StrEnum):
    """What one rule says of one set of facts. Unknown is never breached."""

    MET = "met"
    BREACHED = "breached"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


CIVIL: Final = "civil"
FIRE_2011: Final = "fire-2011"

REGIMES: Final = {CIVIL: "地方基层党组织", FIRE_2011: "公安消防部队（2011年规定）"}

KINDS: Final = {
    "committee": "党委",
    "general_branch": "党总支",
    "branch": "党支部",
    "joint_branch": "联合党支部",
    "temporary_branch": "临时党支部",
    "mobile_branch": "流动党员党支部",
    "group": "党小组",
}
FIRE_KINDS: Final = {
    "battalion_committee": "大队党委",
    "battalion_branch": "不辖中队的大队党支部",
    "company_branch": "中队党支部",
    "battalion_hq_branch": "大队部党支部",
    "organ_general_branch": "机关党总支",
    "organ_branch": "机关党支部",
    "temporary": "临时党组织",
    "detachment": "支队党委",
    "corps": "总队党委",
    "bureau": "消防局党委",
}
# What an organisation may have to set up, besides organisations themselves (contract: structure).
STRUCTURES: Final = {
    **KINDS,
    "branch_committee": "支部委员会",
    "groups": "党小组",
    "secretary": "书记",
    "deputy": "副书记",
    "congress": "党员代表大会",
}
CATEGORIES: Final = {
    "village": "行政村",
    "community": "社区",
    "organ": "机关",
    "institution": "事业单位",
    "state_firm": "国有企业",
    "private_firm": "非公有制企业",
    "social": "社会组织",
    "school": "学校",
    "fire": "消防",
    "township": "乡镇街道",
    "retired": "离退休",
    "county": "县级",
    "city": "市级",
}
BODIES: Final = {
    "assembly": "党员大会",
    "committee": "委员会",
    "group": "党小组",
    "villagers_assembly": "村（居）民会议",
    "villagers_representatives": "村（居）民代表会议",
    "congress": "党员代表大会",
    "plenary": "全体会议",
    "democratic_life": "民主生活会",
}
SUBJECTS: Final = {
    "admission": "接收预备党员",
    "confirmation": "预备党员转正",
    "extension": "延长预备期",
    "discipline": "处分",
    "disposal": "组织处置",
    "election": "选举委员",
    "resolution": "一般事项",
    "report": "工作报告",
    "spending": "大项经费",
    "procurement": "重要物资采购",
    "reward": "奖励",
    "rank": "警衔职级",
    "backbone": "骨干配备",
    "nco": "士官选取",
}
METHODS: Final = {"oral": "口头", "hands": "举手", "secret": "无记名投票", "signed": "记名投票"}

# Kinds of work done. A filed activity carries one or more of these; duties count them.
ACTIVITIES: Final = {
    "assembly": "党员大会",
    "committee_meeting": "委员会会议",
    "group_meeting": "党小组会",
    "lecture": "党课",
    "theme_day": "主题党日",
    "organisation_life": "组织生活会",
    "democratic_life": "民主生活会",
    "appraisal": "民主评议党员",
    "situation_analysis": "形势分析会",
    "study": "集中学习",
    "work_report": "向大会报告工作",
    "duty_review": "述职述廉（述职评议）",
    "member_report": "党员汇报",
    "talk": "谈心谈话",
    "openness": "党务公开",
    "dues_publication": "党费收缴公示",
    "training": "集中培训",
    "secretary_training": "书记培训",
    "secretary_lecture": "书记讲党课",
    "activist_review": "积极分子考察",
    "pool_analysis": "积极分子队伍分析",
    "pledge": "公开承诺",
    "mass_review": "群众评议",
    "commendation": "评选表彰",
    "survey": "全面调查",
    "evaluation": "综合评估",
    "assistance": "逐个帮扶",
    "standing_analysis": "基层形势分析",
    "cadre_assembly": "党员干部大会",
    "branch_study": "研究支部建设",
    "abroad_contact": "出国（境）党员联系",
}
STANDINGS: Final = {
    "applicant": "入党申请人",
    "activist": "入党积极分子",
    "candidate": "发展对象",
    "probationary": "预备党员",
    "full": "正式党员",
    "suspended": "停止党籍",
}
POSTS: Final = {
    "secretary": "书记",
    "deputy": "副书记",
    "organisation": "组织委员",
    "publicity": "宣传委员",
    "discipline": "纪检委员",
    "youth": "青年委员",
    "member": "委员",
    "standing_member": "常委",
    "chief_inspector": "纪委书记",
    "deputy_inspector": "纪委副书记",
    "inspector": "纪委委员",
    "group_leader": "党小组组长",
    "clerk": "党务干事",
    "organiser": "组织员",
}
DUES_CLASSES: Final = {
    "monthly_wage": "按月领取工资的党员",
    "annual_salary": "实行年薪制的党员",
    "self_employed": "个体经营等不按月取得收入的党员",
    "retired": "离退休党员",
    "farmer": "农民党员",
    "student": "学生党员",
    "unemployed": "下岗失业党员",
    "relief": "依靠抚恤或救济生活、领取最低生活保障金的党员",
}
# Words of procedures: roles, what is true of persons, outcomes of steps, amounts.
CASE_WORDS: Final = {
    "mentors": "培养联系人",
    "sponsors": "入党介绍人",
    "full_member": "正式党员",
    "rights_suspended": "受留党察看处分尚未恢复党员权利",
    "penalty_in_effect": "受党纪处分尚在影响期内",
    "age": "年龄",
    "hours": "学时",
    "days": "天数",
    "listed": "列为发展对象",
    "not_listed": "不列为发展对象",
    "passed": "合格",
    "failed": "不合格",
    "approved": "批准",
    "refused": "不批准",
    "confirmed": "按时转正",
    "extended": "延长预备期",
    "cancelled": "取消预备党员资格",
    "postponed": "推迟讨论",
    "extension_approved": "批准延长预备期",
    "approve": "审批",
    "review": "审议",
    "discuss": "讨论",
    "township_base_committee": "乡镇、街道党委所属的基层党委",
    "party_group": "党组",
}
