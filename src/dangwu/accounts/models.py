"""Who signs in, and with which post in which organisation."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from dangwu.sharding.fields import uuid7


class Role(models.TextChoices):
    """What a post lets its holder see and do."""

    SECRETARY = "secretary", "党组织书记"
    COMMITTEE_MEMBER = "committee_member", "支部委员"
    CLERK = "clerk", "党务干事"
    MEMBER = "member", "党员"
    DEPARTMENT = "department", "上级党委组织部"
    SUPERVISOR = "supervisor", "监督（纪检）"
    ADMINISTRATOR = "administrator", "系统管理员"
    RESIDENT = "resident", "社区居民"


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, login: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(login=login, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class Account(AbstractBaseUser):
    """A sign-in. Knows its person only by (unit, id): no key from here into a sharded table."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("可登录", default=True)
    unit_id = models.BigIntegerField("所在单位", null=True)
    person_id = models.UUIDField("人员", null=True)
    large_text = models.BooleanField("大字版", default=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    # Django's own admin is not a screen of this product; nobody is staff in its sense.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002 - Django's signature
        return False

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002 - Django's signature
        return False


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, on: date) -> "GrantQuerySet":
        return self.filter(since__lte=on).filter(
            models.Q(until__isnull=True) | models.Q(until__gt=on)
        )


class Grant(models.Model):
    """A role in an organisation over [since, until). Follows from a post; ends with it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    unit_id = models.BigIntegerField("单位")
    organisation_id = models.UUIDField("党组织", null=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "unit_id", "organisation_id", "since"],
                name="grant_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="grant_period_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_role_display()}"
