"""What the administrator does with the ways out of the product: each act recorded."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.members.secrets import seal_text
from dangwu.notices.actions.telling import notify
from dangwu.notices.channels.addresses import checked_host
from dangwu.notices.models import Delivery, Notice, Robot
from dangwu.notices.permissions import can_keep_robots, units_administered
from dangwu.notices.recipients import to_group
from dangwu.organisations.models import Organisation

State = Delivery.State
SIGNED = (Robot.Kind.DINGTALK, Robot.Kind.FEISHU)


@transaction.atomic
def add_robot(
    *, actor: Access, organisation: Organisation, kind: str, name: str, address: str, secret: str
) -> Robot:
    """Let a robot post in the group of an organisation. Address and secret are kept encrypted.

    Raises PermissionDenied, InputError.
    """
    if not can_keep_robots(actor, organisation):
        raise PermissionDenied
    host = checked_host(address)
    if kind in SIGNED and not secret:
        raise InputError("secret", "请在机器人的安全设置里选“加签”，并把密钥填在这里。")
    robot = Robot.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kind=Robot.Kind(kind),
        name=name,
        host=host,
        address=seal_text(address),
        secret=seal_text(secret),
        added_at=actor.now,
    )
    _greet(robot, actor)
    record(
        actor=actor, verb="notices.add_robot", target=robot, 名称=name, 主机=host,
        党组织=organisation.name,
    )  # fmt: skip
    return robot


def _greet(robot: Robot, actor: Access) -> None:
    """Let the new robot say in its group that it works; others of the organisation stay silent."""
    key = f"notices.robot:{robot.id}"
    notify(
        unit_id=robot.unit_id,
        recipients=[to_group(robot.organisation_id)],
        key=key,
        subject=f"“{robot.name}”已接通党务提醒",
        text="",
        link="",
        urgent=True,
    )
    notice = Notice.objects.get(unit_id=robot.unit_id, recipient_id=robot.organisation_id, key=key)
    Delivery.objects.create(
        unit_id=robot.unit_id,
        notice=notice,
        channel=Delivery.Channel.ROBOT,
        robot=robot,
        not_before=actor.now,
    )
    Notice.objects.filter(unit_id=robot.unit_id, id=notice.id).update(unrouted=False)


@transaction.atomic
def close_robot(*, actor: Access, robot: Robot) -> Robot:
    """Let a robot post no more; what still waits for it is dropped. Raises PermissionDenied."""
    if not can_keep_robots(actor, robot.organisation):
        raise PermissionDenied
    if robot.closed_at is not None:
        return robot
    robot.closed_at = actor.now
    robot.save(update_fields=["closed_at"])
    Delivery.objects.filter(unit_id=robot.unit_id, robot=robot, state=State.QUEUED).update(
        state=State.DROPPED
    )
    record(actor=actor, verb="notices.close_robot", target=robot, 名称=robot.name)
    return robot


@transaction.atomic
def send_again(*, actor: Access, delivery: Delivery) -> Delivery:
    """Send once more what did not go out or may not have: a person's decision, recorded.

    Raises PermissionDenied, DomainError.
    """
    found = _stuck(actor, delivery)
    found.state, found.attempts = State.QUEUED, 0
    found.not_before, found.refusal = actor.now, ""
    found.save(update_fields=["state", "attempts", "not_before", "refusal"])
    record(actor=actor, verb="notices.send_again", target=found, 途径=found.get_channel_display())
    return found


@transaction.atomic
def drop_delivery(*, actor: Access, delivery: Delivery) -> Delivery:
    """Leave it at that: not sent again, and off the list. Raises PermissionDenied, DomainError."""
    found = _stuck(actor, delivery)
    found.state = State.DROPPED
    found.save(update_fields=["state"])
    record(actor=actor, verb="notices.drop", target=found, 途径=found.get_channel_display())
    return found


def _stuck(actor: Access, delivery: Delivery) -> Delivery:
    if delivery.unit_id not in units_administered(actor):
        raise PermissionDenied
    found = (
        Delivery.objects.filter(unit_id=delivery.unit_id, id=delivery.id)
        .select_for_update(of=("self",))
        .get()
    )
    if found.state not in (State.UNSURE, State.FAILED):
        raise DomainError(f"这一条现在是“{found.get_state_display()}”，不用处理，请刷新页面。")
    return found
