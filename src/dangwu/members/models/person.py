from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from dangwu.core.rulebook import terms
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel
from dangwu.sharding.queries import UnitQuerySet

IN_THE_PARTY = ("full", "probationary")


class PersonQuerySet(UnitQuerySet["Person"]):
    def members(self) -> Self:
        """Full and probationary members that belong somewhere today."""
        return self.filter(standing__in=IN_THE_PARTY)

    def of(self, organisation: Organisation) -> Self:
        """People whose organisation is this one or one below it."""
        below = Organisation.objects.under(organisation).values("id")
        return self.filter(unit_id=organisation.unit_id, organisation_id__in=below)


class Person(UnitModel):
    """A person of the register: applicant, activist, member, former member.

    `standing` and `organisation` repeat today's `StandingPeriod` and primary `Membership` so
    that lists need no join; the same actions write both. Numbers are encrypted, found by digest.
    """

    class Sex(models.TextChoices):
        UNKNOWN = "0", "未知"
        MALE = "1", "男"
        FEMALE = "2", "女"
        UNSTATED = "9", "未说明"

    number = models.CharField("党员编号", max_length=32, db_collation="C", blank=True)
    name = models.CharField("姓名", max_length=60)
    sort_key = models.CharField("笔画序", max_length=400, db_collation="C")
    pinyin = models.CharField("拼音", max_length=160, db_collation="C")
    initials = models.CharField("拼音首字母", max_length=40, db_collation="C")
    ngrams = ArrayField(models.CharField(max_length=60), default=list)
    sex = models.CharField("性别", max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = models.DateField("出生日期", null=True, blank=True)
    id_number = models.BinaryField("公民身份号码（密文）", null=True)
    id_digest = models.BinaryField("公民身份号码（索引）", max_length=32, null=True)
    id_mask = models.CharField("公民身份号码", max_length=20, blank=True)
    phone = models.BinaryField("手机号码（密文）", null=True)
    phone_digest = models.BinaryField("手机号码（索引）", max_length=32, null=True)
    phone_mask = models.CharField("手机号码", max_length=20, blank=True)
    ethnicity = models.CharField("民族", max_length=2, blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    marital = models.CharField("婚姻状况", max_length=2, blank=True)
    education = models.CharField("学历", max_length=2, blank=True)
    degree = models.CharField("学位", max_length=3, blank=True)
    home_address = models.CharField("家庭住址", max_length=200, blank=True)
    residence = models.CharField("现居住地", max_length=200, blank=True)
    registered_at = models.CharField("户籍所在地", max_length=200, blank=True)
    workplace = models.CharField("工作单位及职务", max_length=120, blank=True)
    occupation = models.CharField("工作岗位", max_length=40, blank=True)
    technical_post = models.CharField("从事专业技术职务", max_length=40, blank=True)
    new_stratum = models.CharField("新社会阶层类型", max_length=40, blank=True)
    front_line = models.CharField("一线情况", max_length=40, blank=True)
    migrant_worker = models.BooleanField("是否农民工", null=True)
    began_work_on = models.DateField("参加工作日期", null=True, blank=True)
    file_keeper = models.CharField("党员档案所在单位", max_length=120, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)

    standing = models.CharField(
        "人员类别", max_length=12, choices=list(terms.STANDINGS.items()), blank=True
    )
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    applied_on = models.DateField("申请入党日期", null=True, blank=True)
    joined_on = models.DateField("入党日期", null=True, blank=True)
    confirmed_on = models.DateField("转正日期", null=True, blank=True)
    probation_ends_on = models.DateField("预备期满日期", null=True, blank=True)
    join_type = models.CharField("入党类型", max_length=40, blank=True)
    join_branch = models.CharField("入党时所在支部", max_length=120, blank=True)
    standing_correction_months = models.SmallIntegerField("党龄校正值（月）", default=0)
    dues_paid_to = models.DateField("党费交至年月", null=True, blank=True)
    monthly_dues = models.DecimalField(
        "月应交党费", max_digits=8, decimal_places=2, null=True, blank=True
    )

    objects = PersonQuerySet.as_manager()  # type: ignore[assignment, misc]  # its own queryset

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "id_digest"],
                condition=Q(id_digest__isnull=False),
                name="person_id_number_once",
            ),
            models.CheckConstraint(
                condition=Q(standing="") | Q(standing__in=list(terms.STANDINGS)),
                name="person_standing_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(confirmed_on__gte=models.F("joined_on")),
                name="person_confirmed_after_joining",
            ),
        ]
        indexes = [
            # 「名册」按姓氏笔画翻页
            models.Index(fields=["unit", "sort_key", "id"], name="person_by_strokes"),
            # 「这个支部有哪些人」
            models.Index(
                fields=["unit", "organisation", "standing", "sort_key"],
                name="person_of_organisation",
            ),
            # 「按拼音、首字母、编号、手机找人」
            models.Index(fields=["unit", "pinyin"], name="person_by_pinyin"),
            models.Index(fields=["unit", "initials"], name="person_by_initials"),
            models.Index(fields=["unit", "number"], name="person_by_number"),
            models.Index(fields=["unit", "phone_digest"], name="person_by_phone"),
            GinIndex(fields=["ngrams"], name="person_ngrams"),
            # 「名册按条件数人」: all filters are read from the index alone
            models.Index(
                fields=["unit", "standing"],
                include=[
                    "organisation",
                    "sex",
                    "ethnicity",
                    "born_on",
                    "education",
                    "joined_on",
                    "occupation",
                    "sort_key",
                    "id",
                ],
                name="person_by_filters",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IdentityClaim(models.Model):
    """One ID number, one person in the whole nation. Keyed by the digest, not by a unit."""

    digest = models.BinaryField("索引", primary_key=True, max_length=32)
    unit_id = models.BigIntegerField("单位")
    person_id = models.UUIDField("人员")

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:8]
