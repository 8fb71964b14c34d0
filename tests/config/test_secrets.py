import base64
import dataclasses
import stat
from pathlib import Path

import pytest

from dangwu.config import secrets
from dangwu.core.errors import InputError


@pytest.fixture(autouse=True)
def _no_keys_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, _ in secrets.VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"

    first = secrets.load(data)

    assert secrets.load(data) == first
    assert stat.S_IMODE((data / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in data.iterdir()] == ["secrets.json"]
    keys = {first.field_key, first.blind_key, first.seal_key}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 3


def test_secrets_of_two_installations_differ(tmp_path: Path) -> None:
    one, two = (dataclasses.asdict(secrets.load(tmp_path / name)) for name in ("a", "b"))

    assert all(one[name] != two[name] for name in one)


def test_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = secrets.load(tmp_path)
    monkeypatch.setenv("DANGWU_FIELD_KEY", base64.b64encode(b"k" * 32).decode())

    assert secrets.load(tmp_path) == dataclasses.replace(made, field_key=b"k" * 32)


def test_installation_without_a_file_when_all_keys_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = secrets.load(tmp_path / "elsewhere")
    for name, value in given.environment().items():
        monkeypatch.setenv(name, value)

    assert secrets.load(tmp_path / "data") == given
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("text", ["not base64", "c2hvcnQ="])
def test_wrong_key_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("DANGWU_SEAL_KEY", text)

    with pytest.raises(InputError) as refusal:
        secrets.load(tmp_path)

    assert refusal.value.field == "DANGWU_SEAL_KEY"


def test_file_that_lost_a_key_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{}", encoding="utf-8")

    with pytest.raises(InputError, match="blind_key"):
        secrets.load(tmp_path)

    assert (tmp_path / "secrets.json").read_text(encoding="utf-8") == "{}"
