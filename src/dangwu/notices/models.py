"""What a person is told, by which way it went out, and how each wishes to be told.

Nothing here says whether or when somebody read anything: `put_away` is the recipient's own mark,
without a moment, and shown to nobody else. Receipts that a rule asks for belong to the meeting.
"""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dangwu.accounts.models import Account
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, uuid7
from dangwu.sharding.models import UnitModel

DIGEST_AT = time(8, 30)
QUIET_FROM = time(21)
QUIET_UNTIL = time(8)


class Notice(UnitModel):
    """One thing told once to one recipient: the key makes a second telling the same row.

    recipient_id: of an account, a person of the register, or an organisation (its robots).
    link: a path in this product. due_on: the day the matter is due. `unrouted`: the worker has
    yet to decide by which ways beside the product it goes out.
    """

    class To(models.TextChoices):
        ACCOUNT = "account", "账号"
        PERSON = "person", "人员"
        ORGANISATION = "organisation", "党组织的群"

    recipient_kind = models.CharField("告知对象类别", max_length=12, choices=To.choices)
    recipient_id = models.UUIDField("告知对象")
    key = models.CharField("事项", max_length=120, db_collation="C")
    subject = models.CharField("标题", max_length=120)
    text = models.TextField("内容", blank=True)
    link = models.CharField("页面", max_length=200, blank=True)
    category = models.CharField("类别", max_length=20, db_collation="C", blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    urgent = models.BooleanField("紧急", default=False)
    unrouted = models.BooleanField("待发送", default=False)
    put_away = models.BooleanField("已收起", default=False)
    created_at = models.DateTimeField("告知时间", auto_now_add=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "recipient_id", "key"], name="notice_once"),
        ]
        indexes = [
            # 「有什么要告诉我」
            models.Index(fields=["unit", "recipient_id", "id"], name="notices_of_recipient"),
            # 「还有哪些没有安排发送」
            models.Index(fields=["unit"], condition=Q(unrouted=True), name="notices_unrouted"),
        ]

    def __str__(self) -> str:
        return self.subject


class Robot(UnitModel):
    """A robot in the group chat of an organisation. Address and secret are encrypted."""

    class Kind(models.TextChoices):
        WECOM = "wecom", "企业微信群机器人"
        DINGTALK = "dingtalk", "钉钉群机器人"
        FEISHU = "feishu", "飞书群机器人"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    name = models.CharField("名称", max_length=60)
    host = models.CharField("主机", max_length=120)
    address = models.BinaryField("地址")
    secret = models.BinaryField("加签密钥")
    added_at = models.DateTimeField("添加时间")
    closed_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        # 「这个组织的群里有哪些机器人」
        indexes = [models.Index(fields=["unit", "organisation"], name="robots_of_organisation")]

    def __str__(self) -> str:
        return self.name


class Delivery(UnitModel):
    """A notice on its way out of the product by one way. Its id is the key of the sending.

    It is marked as sending, and that is committed, before anything leaves: when the worker dies
    in between it becomes `unsure` and nobody sends it again but a person who says so.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", "邮件"
        ROBOT = "robot", "群机器人"

    class State(models.TextChoices):
        QUEUED = "queued", "待发送"
        SENDING = "sending", "正在发送"
        SENT = "sent", "已发出"
        FAILED = "failed", "没有发出"
        UNSURE = "unsure", "不能确定是否发出"
        DROPPED = "dropped", "不再发送"

    notice = UnitForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField("途径", max_length=8, choices=Channel.choices)
    robot = UnitForeignKey(
        Robot, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    account_id = models.UUIDField("账号", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=State.choices, default=State.QUEUED, db_collation="C"
    )
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    not_before = models.DateTimeField("最早发送时间")
    tried_at = models.DateTimeField("最近一次", null=True, blank=True)
    refusal = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "notice", "channel", "robot"],
                name="delivery_once_a_way",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(channel="robot", robot__isnull=False)
                | Q(channel="mail", account_id__isnull=False),
                name="delivery_knows_where_to",
            ),
        ]
        indexes = [
            # 「现在该发哪些」「哪些发到一半断了」「哪些要人处理」
            models.Index(
                fields=["unit", "state", "not_before"],
                condition=~Q(state__in=["sent", "dropped"]),
                name="deliveries_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class DutiesTold(UnitModel):
    """Which open duties of an organisation the last digest named, as short digests."""

    organisation = UnitForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    duties = ArrayField(models.CharField(max_length=16), default=list)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["unit", "organisation"], name="duties_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class Preference(models.Model):
    """How one account wishes to be told outside the product. Without a row: the defaults."""

    class Mail(models.TextChoices):
        DIGEST = "digest", "每天汇总成一封"
        EACH = "each", "有事就发"
        OFF = "off", "不发邮件"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    mail = models.CharField("邮件", max_length=8, choices=Mail.choices, default=Mail.DIGEST)
    digest_at = models.TimeField("每日汇总时间", default=DIGEST_AT)
    quiet_from = models.TimeField("免打扰从", default=QUIET_FROM)
    quiet_until = models.TimeField("免打扰到", default=QUIET_UNTIL)

    def __str__(self) -> str:
        return f"{self.account_id} {self.mail}"


class MailAddress(models.Model):
    """Whether the address that an account typed was shown to be its own, and the link for it.

    email: the address that was asked about; mail leaves only where it is still the account's and
    confirmed_at is set. link_wanted: the worker has a link to send. link_nonce: of the link that
    counts, empty once it was used.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField("电子邮箱")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    link_wanted = models.BooleanField("待发确认信", default=False)
    link_nonce = models.CharField("确认码", max_length=43, db_collation="C", blank=True)
    link_sent_at = models.DateTimeField("确认信发出时间", null=True, blank=True)
    refusal = models.CharField("没有发出的原因", max_length=200, blank=True)

    class Meta:
        # 「还有哪些确认信要发」
        indexes = [
            models.Index(
                fields=["link_sent_at"], condition=Q(link_wanted=True), name="mail_links_wanted"
            ),
        ]

    def __str__(self) -> str:
        return str(self.account_id)


class Feed(models.Model):
    """The secret address under which an account's calendar is read. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField("摘要", max_length=32, unique=True)
    opened_at = models.DateTimeField("启用时间")

    def __str__(self) -> str:
        return str(self.account_id)
