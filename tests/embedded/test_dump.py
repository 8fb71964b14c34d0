from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from dangwu.core.errors import InputError
from dangwu.embedded.dump import due, dump, dump_daily, restore
from dangwu.embedded.server import Server, running

A_DAY = date(2026, 11, 21)


def tables(server: Server) -> list[str]:
    query = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    with psycopg.connect(server.url()) as connection:
        return [str(name) for (name,) in connection.execute(query).fetchall()]


def test_restore_brings_back_what_was_dumped_and_only_that(data: Path) -> None:
    file = data.parent / "backup.dump"
    with running(data, durable=False) as server:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION btree_gist")
            connection.execute("CREATE TABLE before (row int)")
            dump(server.admin(), file)
            connection.execute("ALTER TABLE before RENAME TO after")

        restore(server.url(), file)

        assert tables(server) == ["before"]
    assert file.stat().st_mode & 0o077 == 0


def test_restore_of_a_wrong_file_changes_nothing(data: Path) -> None:
    file = data.parent / "not-a-backup"
    file.write_text("hello", encoding="utf-8")
    with running(data, durable=False) as server:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE before (row int)")

        with pytest.raises(InputError, match="不是完整的备份文件，数据库没有改动"):
            restore(server.url(), file)

        assert tables(server) == ["before"]


def test_daily_dump_is_made_once_a_day_and_seven_are_kept(data: Path) -> None:
    with running(data, durable=False) as server:
        days = [A_DAY + timedelta(days=number) for number in range(9)]
        for day in days:
            assert due(data, day)
            dump_daily(server, day)

    kept = [not due(data, day) for day in days]
    assert kept == [False, False, *[True] * 7]
