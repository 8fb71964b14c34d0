"""Commands that are given what they cannot use: one Chinese line, and nothing changed."""

import argparse
from pathlib import Path

import pytest

import make
from dangwu.config.commands import distribute, recount, verify
from dangwu.config.files import text_of, write
from dangwu.core.errors import InputError


@pytest.mark.django_db
def test_verify_of_a_unit_that_does_not_exist_is_no_good_news() -> None:
    unit = make.unit()

    assert verify.handle(argparse.Namespace(unit=unit.id)) == 0
    with pytest.raises(InputError, match="没有编号为 99999 的单位"):
        verify.handle(argparse.Namespace(unit=99999))


@pytest.mark.django_db
def test_distribute_names_the_coordinator_that_it_cannot_use() -> None:
    with pytest.raises(InputError, match="coordinator：不能分布到这个地址"):
        distribute.handle(argparse.Namespace(check=False, coordinator="nowhere"))


def test_recount_takes_no_other_file(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"x")

    with pytest.raises(InputError, match="不是公示页下载的复核文件"):
        recount.handle(argparse.Namespace(file=str(file)))


def test_a_file_that_cannot_be_read_or_written_is_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"FILE：不能读取 .*：没有这个文件。"):
        text_of(tmp_path / "none", field="FILE")
    with pytest.raises(InputError, match=r"FILE：不能读取 .*：这是文件夹，不是文件。"):
        text_of(tmp_path, field="FILE")
    with pytest.raises(InputError, match=r"FILE：不能写入 .*：没有这个文件夹。"):
        write(tmp_path / "none" / "a", b"x", field="FILE")
