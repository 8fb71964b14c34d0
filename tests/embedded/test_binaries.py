from pathlib import Path

import pytest

from dangwu.core.errors import DomainError
from dangwu.embedded.binaries import FOLDER_VARIABLE, binaries


def test_binaries_come_from_the_package_and_can_dump() -> None:
    found = binaries()

    assert found.major >= 15
    assert Path(found.program("pg_dump")).exists()


def test_binaries_of_a_named_folder_without_them_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))

    with pytest.raises(DomainError, match=FOLDER_VARIABLE):
        binaries()


def test_binaries_older_than_15_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("postgres", "initdb"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n", encoding="ascii")
        program.chmod(0o755)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))

    with pytest.raises(DomainError, match=r"14\.9，需要 15"):
        binaries()
