import fcntl
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from dangwu.core.errors import DomainError
from dangwu.embedded.place import WEB, Place
from dangwu.embedded.processes import users_of
from dangwu.embedded.server import Server, running, runs

KEEP_A_ROW = "CREATE TABLE kept (row int); INSERT INTO kept VALUES (1)"
OWNER_PROGRAM = """
import sys
from pathlib import Path
from dangwu.embedded.server import running
with running(Path(sys.argv[1]), durable=False):
    print("up", flush=True)
    sys.stdin.read()
"""


def rows(server: Server) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url()) as connection:
        return connection.execute("SELECT row FROM kept").fetchall()


def run_sql(server: Server, text: str) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(text)


def wait_for_keeper(place: Place) -> None:
    """Return when the keeper's lock is free: the keeper, and so the server, has ended."""
    with place.lock("keeper").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)


def postmaster(place: Place) -> int:
    lines = (place.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    return int(lines[0])


def parent_of(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return int(fields[1])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One running server for the tests that only look at it."""
    with (
        tempfile.TemporaryDirectory(prefix="dw-") as folder,
        running(Path(folder) / "data", durable=False) as running_server,
    ):
        yield running_server


def test_two_roles_can_sign_in_and_neither_is_superuser(server: Server) -> None:
    query = """
        SELECT current_user::text, rolsuper, rolbypassrls, rolcreaterole
        FROM pg_roles WHERE rolname = current_user"""

    found = []
    for role in ("dangwu", WEB):
        with psycopg.connect(server.url(role=role)) as connection:
            found.append(connection.execute(query).fetchone())

    assert found == [("dangwu", False, False, False), ("dangwu_web", False, False, False)]


def test_text_is_ordered_by_code_point_whatever_the_system_does(server: Server) -> None:
    with psycopg.connect(server.url()) as connection:
        found = connection.execute(
            "SELECT datlocprovider::text, datlocale, pg_encoding_to_char(encoding), lower('É')"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert found == ("b", "C.UTF-8", "UTF8", "é")


def test_wrong_password_is_refused(server: Server) -> None:
    url = server.url().replace(server.place.passwords["dangwu"], "wrong")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_folders_are_closed_to_others(server: Server) -> None:
    place = server.place
    folders = (place.home, place.cluster, place.socket)

    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert stat.S_IMODE(place.state.stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="root's server runs as another account")
def test_root_runs_the_server_as_another_account(server: Server) -> None:
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in users_of(server.place.cluster)}

    assert owners == {server.place.account.uid}
    assert owners != {0}


def test_server_leaves_no_process(data: Path) -> None:
    with running(data, durable=False) as server:
        place = server.place
        assert users_of(place.cluster) != []

    assert users_of(place.cluster) == []
    assert not runs(data)


def test_second_user_joins_and_outlives_the_first(data: Path) -> None:
    with ExitStack() as first, ExitStack() as second:
        one = first.enter_context(running(data, durable=False))
        two = second.enter_context(running(data, durable=False))
        shared = postmaster(one.place)
        first.close()

        assert postmaster(two.place) == shared
        assert two.answers()
    assert users_of(one.place.cluster) == []


def test_killed_server_starts_again_with_its_rows(data: Path) -> None:
    with running(data, durable=False):
        pass  # made the fast way; what follows is about a server that may lose nothing
    with running(data) as server:
        run_sql(server, KEEP_A_ROW)
        os.kill(postmaster(server.place), signal.SIGKILL)
        wait_for_keeper(server.place)

        server.ensure()

        assert rows(server) == [(1,)]
    with running(data) as again:
        assert rows(again) == [(1,)]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal on a parent's end")
def test_killed_keeper_takes_the_server_along(data: Path) -> None:
    with running(data, durable=False) as server:
        run_sql(server, KEEP_A_ROW)
        os.kill(parent_of(postmaster(server.place)), signal.SIGKILL)

        server.ensure()

        assert rows(server) == [(1,)]
    assert users_of(server.place.cluster) == []


def test_server_stops_when_its_owner_is_killed(data: Path) -> None:
    owner = subprocess.Popen(  # noqa: S603 (this file's program)
        [sys.executable, "-c", OWNER_PROGRAM, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert owner.stdout is not None
    assert owner.stdin is not None
    assert owner.stdout.readline() == b"up\n"
    with running(data, durable=False) as joined:
        place = joined.place
        owner.kill()
        owner.wait()
        assert joined.answers()
    owner.stdout.close()
    owner.stdin.close()

    assert users_of(place.cluster) == []


def test_stale_files_of_a_dead_server_do_not_stop_a_start(data: Path) -> None:
    with running(data, durable=False) as server:
        place = server.place
    # The number of a dead server may belong to any program by now: here, to this one.
    stale = place.cluster / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{place.cluster}\n", encoding="utf-8")
    place.account.own(stale)
    (place.home / "data.new").mkdir()

    with running(data, durable=False) as again:
        assert again.answers()


def test_cluster_of_another_major_is_refused_and_kept(data: Path) -> None:
    with running(data, durable=False) as server:
        version = server.place.cluster / "PG_VERSION"
    home_stays = version.parent.exists()
    version.parent.mkdir(parents=True, exist_ok=True)
    version.write_text("13\n", encoding="ascii")

    with pytest.raises(DomainError, match="PostgreSQL 13 的数据"), running(data, durable=False):
        pass

    assert home_stays
    assert version.read_text(encoding="ascii") == "13\n"


def test_path_with_space_and_chinese_works(data: Path) -> None:
    with running(data / "党 务" / "数据, 'a'", durable=False) as server:
        assert server.answers()
        assert server.place.socket.stat().st_mode & 0o077 == 0


def test_start_changes_no_permission_of_parents(data: Path) -> None:
    data.parent.chmod(0o700)
    before = [parent.stat().st_mode for parent in data.parents]

    with running(data, durable=False) as server:
        assert server.answers()

    assert [parent.stat().st_mode for parent in data.parents] == before
