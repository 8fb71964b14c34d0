import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "start.py"


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_unfitting_python_is_refused_in_both_languages(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit) as refusal:
        start.change_to_a_fitting_python()

    chinese, english = str(refusal.value.code).splitlines()
    assert "需要 Python 3.11、3.12 或 3.13" in chinese
    assert "Python 3.11, 3.12 or 3.13 is needed" in english


def test_missing_venv_names_the_package_to_install(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(importlib.util, "find_spec", {}.get)

    with pytest.raises(SystemExit, match="python3-venv"):
        start.make_environment()

    assert not (tmp_path / ".venv").exists()


def test_changed_lock_asks_for_a_new_set_up(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(start, "ROOT", tmp_path)
    for name in (*start.LOCKS.values(), *start.INPUTS):
        (tmp_path / name).write_text(name, encoding="utf-8")
    before = start.fingerprint("run")

    (tmp_path / "package-lock.json").write_text("changed", encoding="utf-8")

    assert start.fingerprint("run") != before


def test_locks_name_no_host_and_carry_hashes() -> None:
    for name in ("requirements.txt", "requirements-test.txt", "requirements-build.txt"):
        text = (SCRIPT.parent / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
    assert "://" not in (SCRIPT.parent / "package-lock.json").read_text(encoding="utf-8")
