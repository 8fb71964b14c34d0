"""A robot that was added in the group of an organisation."""

from dangwu.accounts.access import Access
from dangwu.notices.actions import add_robot
from dangwu.notices.models import Notice, Robot
from dangwu.organisations.models import Organisation
from notices.receivers import Group

SECRET = "SEC-for-tests"


def robot_of(at: Organisation, admin: Access, group: Group, kind: str = "wecom") -> Robot:
    """Return a robot whose address is the group's; nothing waits for it yet."""
    robot = add_robot(
        actor=admin,
        organisation=at,
        kind=kind,
        name="工作群",
        address=group.address("/send?key=K1"),
        secret=SECRET,
    )
    Notice.objects.filter(unit_id=at.unit_id).delete()  # the greeting
    return robot
