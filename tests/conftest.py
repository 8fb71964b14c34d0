"""One database server for all tests, and the web role for those that ask what the web sees."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest

# A machine under load generates and runs examples slowly; that is no fault of what is tested.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")
_server = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start a throw-away server before Django reads its settings, unless one is given.

    The settings are named here and not in pyproject.toml, where pytest-django would read them
    before any conftest.
    """
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        pytest.exit("unset DJANGO_SETTINGS_MODULE: it is read before a database is there", 3)
    data = Path(_server.enter_context(tempfile.TemporaryDirectory(prefix="dangwu-test-")))
    (data / "static").mkdir()
    os.environ["DANGWU_DATA"] = str(data)
    os.environ["DANGWU_UNIT_GUARD"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "dangwu.config.settings"
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = _throw_away_server()
    from django.conf import settings  # noqa: PLC0415 - only now are its variables set

    assert settings.DATABASES  # read now, so that pytest-django finds Django configured


def _throw_away_server() -> str:
    from dangwu.embedded.server import running  # noqa: PLC0415 - only when it is needed

    folder = Path(_server.enter_context(tempfile.TemporaryDirectory(prefix="dangwu-pg-")))
    return _server.enter_context(running(folder / "data", durable=False)).url()


def pytest_unconfigure(config: pytest.Config) -> None:
    _server.close()


@pytest.fixture(autouse=True)
def _same_environment() -> Iterator[None]:
    """Undo what a command that runs inside a test put into the environment."""
    ours = ("DANGWU_", "DATABASE_", "DJANGO_")
    before = {name: value for name, value in os.environ.items() if name.startswith(ours)}
    yield
    for name in [name for name in os.environ if name.startswith(ours)]:
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(autouse=True)
def _quiet_settings(settings: object) -> None:
    """Fast password hashing; lock-outs are tried by the tests that are about them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Give the web role its rights in the test database."""
    from dangwu.sharding.grants import apply_grants  # noqa: PLC0415 - after Django is set up

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        apply_grants()


@pytest.fixture
def as_web_role(db: None) -> Iterator[None]:
    """Let the rest of the test run as the web role: row security and grants are in force."""
    from django.db import connection  # noqa: PLC0415 - after Django is set up

    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
