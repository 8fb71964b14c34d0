"""A worker that is really killed, in a process of its own, while a message is on its way."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.db import connection, transaction
from django.utils import timezone

import make
from dangwu.accounts.models import Role
from dangwu.notices.actions import notify
from dangwu.notices.models import Delivery
from dangwu.notices.recipients import to_group
from dangwu.notices.routing import route
from dangwu.notices.sending import LOST, send_unit
from dangwu.organisations.models import Organisation
from notices.groups import robot_of
from notices.receivers import Group

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = """
import django
django.setup()
from dangwu.notices.tasks import send
send(timestamp=0)
"""


def database_url() -> str:
    held = connection.settings_dict
    user = quote(held["USER"]) + (f":{quote(held['PASSWORD'])}" if held["PASSWORD"] else "")
    place = {"host": held["HOST"], "port": held["PORT"]}
    query = urlencode({name: value for name, value in place.items() if value})
    return f"postgresql://{user}@/{held['NAME']}?{query}"


def state_of(at: Organisation) -> str:
    return Delivery.objects.get(unit_id=at.unit_id).state


def test_what_a_killed_worker_was_sending_is_sent_once_and_called_unsure(group: Group) -> None:
    at = make.organisation(unit=make.unit())
    with transaction.atomic():
        robot_of(at, make.access(role=Role.ADMINISTRATOR, organisation=at), group)
        notify(
            unit_id=at.unit_id, recipients=[to_group(at.id)], key="k", subject="紧急会议",
            text="", link="/", urgent=True,
        )  # fmt: skip
    route(at.unit_id, now=timezone.now())
    group.keeps_waiting = threading.Event()
    worker = subprocess.Popen(  # noqa: S603 - our own interpreter and the text above
        [sys.executable, "-c", WORKER],
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DANGWU_ROBOT_HOSTS": f"127.0.0.1:{group.port}",
            "DJANGO_SETTINGS_MODULE": "dangwu.config.settings",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
    )
    try:
        assert group.reached.wait(60)
    finally:
        worker.kill()
        worker.wait()
        group.keeps_waiting.set()
    assert state_of(at) == Delivery.State.SENDING

    later = timezone.now() + LOST + timedelta(seconds=1)
    for now in (timezone.now(), later, later + timedelta(days=1)):
        send_unit(at.unit_id, now=now)

    assert state_of(at) == Delivery.State.UNSURE
    assert len(group.posts) == 1
