from django.db import models
from django.db.models import F, Q

from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet

# What is elected.
SEATS = (
    ("member", "委员"),
    ("standing_member", "常委"),
    ("secretary", "书记"),
    ("deputy", "副书记"),
    ("inspector", "纪委委员"),
    ("chief_inspector", "纪委书记"),
    ("deputy_inspector", "纪委副书记"),
)
# The meetings of a case, in the order in which they are held.
SITTINGS = (
    ("preparatory", "预备会议"),
    ("assembly", "选举大会"),
    ("inspectors_first", "纪委第一次全体会议"),
    ("first", "委员会第一次全体会议"),
)


class TermChange(UnitModel):
    """The election of a new leading body as a case, from the reminder to the archive.

    `former`: the body in office when it began. `body`: the new one, once recorded. Numbers of
    seats are those sought: with the superior's reply they are what may be elected.
    """

    class Kind(models.TextChoices):
        BRANCH = "branch", "支部换届"
        COMMITTEE = "committee", "党委换届"

    class Electorate(models.TextChoices):
        ASSEMBLY = "assembly", "党员大会"
        CONGRESS = "congress", "党员代表大会"

    class Method(models.TextChoices):
        DIRECT = "direct", "直接差额选举"
        PRELIMINARY = "preliminary", "先差额预选，再等额选举"

    class Timing(models.TextChoices):
        ON_TIME = "on_time", "按期"
        EARLY = "early", "提前"
        LATE = "late", "延期"

    class State(models.TextChoices):
        RUNNING = "running", "进行中"
        FINISHED = "finished", "已完成"
        STOPPED = "stopped", "已终止"

    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="term_changes"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    has_committee = models.BooleanField("设委员会", default=True)
    former = UnitForeignKey(
        LeadingBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = UnitForeignKey(
        LeadingBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    term_ends_on = models.DateField("本届届满日期", null=True, blank=True)
    planned_on = models.DateField("计划选举日期")
    electorate = models.CharField(
        "由谁选举", max_length=10, choices=Electorate.choices, default=Electorate.ASSEMBLY
    )
    method = models.CharField(
        "选举办法", max_length=12, choices=Method.choices, default=Method.DIRECT
    )
    seats = models.PositiveSmallIntegerField("应选委员名额")
    standing = models.PositiveSmallIntegerField("常委名额", default=0)
    deputies = models.PositiveSmallIntegerField("副书记名额", default=0)
    inspectors = models.PositiveSmallIntegerField("纪委委员名额", default=0)
    deputy_inspectors = models.PositiveSmallIntegerField("纪委副书记名额", default=0)
    delegates = models.PositiveSmallIntegerField("代表名额", default=0)
    timing = models.CharField("时间", max_length=8, choices=Timing.choices, default=Timing.ON_TIME)
    timing_reason = models.CharField("提前或者延期的原因", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RUNNING)
    stop_reason = models.CharField("终止原因", max_length=200, blank=True)
    started_on = models.DateField("启动日期")
    started_at = models.DateTimeField("启动时间")
    started_by = models.UUIDField("启动账号", null=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "organisation"],
                condition=Q(state="running"),
                name="term_change_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="term_change_has_seats"),
            models.CheckConstraint(
                condition=Q(timing="on_time") | ~Q(timing_reason=""),
                name="term_change_shift_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stop_reason=""),
                name="term_change_stopped_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(body__isnull=False),
                name="term_change_finished_has_body",
            ),
        ]
        indexes = [
            # 「哪些换届正在进行」
            models.Index(fields=["unit", "state", "planned_on"], name="term_changes_by_state"),
            # 「这个组织的历次换届」
            models.Index(fields=["unit", "organisation"], name="term_changes_of_org"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}{self.get_kind_display()}"

    @property
    def is_preselected(self) -> bool:
        """Whether a 差额预选 says who stands for the committee, before the election proper."""
        return self.has_committee and self.method == self.Method.PRELIMINARY

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


class CaseStep(UnitModel):
    """A step that was done, filed once. A mistake is withdrawn with its reason and stays.

    `on`: the day it was done. `number`: of an approval or a paper. `by`: who decided.
    """

    case = UnitForeignKey(TermChange, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=24, db_collation="C")
    on = models.DateField("办理日期")
    note = models.CharField("说明", max_length=400, blank=True)
    number = models.CharField("文号", max_length=80, blank=True)
    by = models.CharField("办理机关", max_length=120, blank=True)
    from_above = models.BooleanField("由上级登记", default=False)
    document_id = models.UUIDField("公文", null=True, blank=True)
    filed_at = models.DateTimeField("登记时间")
    filed_by = models.UUIDField("登记账号", null=True)
    filed_by_name = models.CharField("登记人", max_length=60)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "case", "step"],
                condition=Q(withdrawn_reason=""),
                name="case_step_filed_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_reason="") | Q(withdrawn_at__isnull=False),
                name="case_step_withdrawn_at_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class CaseMeeting(models.Model):
    """A meeting that belongs to a case, by what it is for. The one that counts stands here."""

    pk = models.CompositePrimaryKey("unit_id", "case_id", "sitting")
    unit = UnitKey()
    case = UnitForeignKey(
        TermChange, on_delete=models.PROTECT, related_name="meetings", db_index=False
    )
    sitting = models.CharField("会议", max_length=20, choices=SITTINGS)
    meeting = UnitForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        # 「这次会议属于哪个换届」
        indexes = [models.Index(fields=["unit", "meeting"], name="case_meetings_by_meeting")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_sitting_display()}"


class Poll(models.Model):
    """An election that is an item of one of the case's meetings.

    `preliminary`: its result says who stands at the election proper, nobody is elected by it.
    `reduced_to`: fewer seats, agreed by so many electors where too few were elected.
    """

    pk = models.CompositePrimaryKey("unit_id", "item_id")
    unit = UnitKey()
    item = UnitForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="+", db_index=False)
    case = UnitForeignKey(
        TermChange, on_delete=models.PROTECT, related_name="polls", db_index=False
    )
    post = models.CharField("选举", max_length=16, choices=SEATS)
    seats = models.PositiveSmallIntegerField("应选名额")
    preliminary = models.BooleanField("差额预选", default=False)
    reduced_to = models.PositiveSmallIntegerField("减少后的名额", null=True, blank=True)
    reduced_by = models.PositiveIntegerField("同意减少名额的人数", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(reduced_to__isnull=True)
                | Q(reduced_to__lt=F("seats"), reduced_by__isnull=False),
                name="poll_reduced_with_consent",
            ),
        ]
        # 「这个换届有哪些选举」
        indexes = [models.Index(fields=["unit", "case"], name="polls_of_case")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.get_post_display()}"

    @property
    def filled_by(self) -> int:
        """How many persons fill the seats."""
        return self.seats if self.reduced_to is None else self.reduced_to
