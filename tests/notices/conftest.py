"""A mail server and a group chat on this machine, named in the settings as an operator would."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from notices.receivers import Group, Mailbox, group_chat, mail_server


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """The mail server that the product is told to use."""
    with mail_server() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = False
        settings.DEFAULT_FROM_EMAIL = "dangwu@example.invalid"
        settings.SITE_ADDRESS = "https://dangwu.example"
        yield box


@pytest.fixture
def group(settings: Settings) -> Iterator[Group]:
    """The group chat whose host is listed."""
    with group_chat() as chat:
        settings.ROBOT_HOSTS = [f"127.0.0.1:{chat.port}"]
        settings.SITE_ADDRESS = "https://dangwu.example"
        yield chat
