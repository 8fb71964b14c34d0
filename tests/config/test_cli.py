import fcntl
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dangwu.config import cli


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own with the embedded database, which nothing here starts."""
    monkeypatch.setenv("DANGWU_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_WEB_URL", raising=False)
    for name in ("SECRET", "FIELD", "BLIND", "SEAL"):
        monkeypatch.setenv(f"DANGWU_{name}_KEY", "")
    return tmp_path


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def outcome(*arguments: str) -> int:
    """Return the exit code of one command, however it ends."""
    try:
        return cli.main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def test_help_names_every_command_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome("--help") == 0

    printed = capsys.readouterr().out
    contract = "run population rules duties roster report verify backup restore health distribute"
    assert [name for name in contract.split() if f"  {name} " not in printed] == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["fly"], "fly"),
        (["run", "--port", "many"], "--port"),
        (["run", "--port", "70000"], "--port"),
        (["run", "--prot", "8000"], "--prot"),
        (["backup"], "FILE"),
        (["backup", "/no/such/folder/file"], "FILE"),
        (["restore", "/no/such/file"], "FILE"),
        (["health", "now"], "now"),
    ],
)
def test_wrong_input_exits_2_with_one_line_that_names_it(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(*arguments) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert named in printed.err


def test_backup_does_not_overwrite_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "older.dump"
    file.write_text("older", encoding="utf-8")

    assert outcome("backup", str(file)) == 2

    assert "已存在" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "older"


def test_second_run_says_where_the_first_is(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = {"pid": 4321, "url": "http://127.0.0.1:8765/", "started": "2026-11-21T08:00:00"}
    (data / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    with (data / "run.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert outcome("run", "--port", "8766") == 1

    printed = capsys.readouterr().err
    assert len(printed.splitlines()) == 1
    assert "http://127.0.0.1:8765/" in printed
    assert "4321" in printed
    assert json.loads((data / "run.json").read_text(encoding="utf-8")) == facts


def test_run_on_a_taken_port_says_so_and_starts_nothing(
    data: Path, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome("run", "--port", str(taken_port)) == 1

    assert f"端口 {taken_port}" in capsys.readouterr().err
    assert not (data / "postgres.log").exists()


def test_health_of_a_stopped_installation_exits_1_and_starts_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome("health") == 1

    answered = json.loads(capsys.readouterr().out)
    assert answered["ok"] is False
    assert answered["database"] == {"ok": False, "text": "内置数据库没有运行"}
    assert list(data.iterdir()) == []


def test_health_of_an_unreachable_server_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@/none?host=/no/such/folder")

    assert outcome("health") == 1

    assert "/no/such/folder" in json.loads(capsys.readouterr().out)["database"]["text"]
