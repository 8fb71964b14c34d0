import pytest

from dangwu.embedded.tuning import MIB, memory_settings, settings

GIB = 1024 * MIB


@pytest.mark.parametrize(
    ("memory", "buffers", "work", "maintenance"),
    [
        (GIB, "32MB", "4MB", "64MB"),
        (24 * GIB, "512MB", "32MB", "512MB"),
        (512 * GIB, "1024MB", "32MB", "512MB"),
    ],
)
def test_memory_grows_with_the_machine_between_bounds(
    memory: int, buffers: str, work: str, maintenance: str
) -> None:
    chosen = memory_settings(memory)

    assert chosen["shared_buffers"] == buffers
    assert chosen["work_mem"] == work
    assert chosen["maintenance_work_mem"] == maintenance


def test_durable_cluster_keeps_every_safety_setting() -> None:
    durable = settings(major=18, durable=True, memory=GIB, cores=2)
    passing = settings(major=18, durable=False, memory=GIB, cores=2)

    assert passing.items() - durable.items() == {
        ("fsync", "off"),
        ("synchronous_commit", "off"),
        ("full_page_writes", "off"),
    }


def test_settings_of_older_servers_hold_nothing_they_do_not_know() -> None:
    assert "io_method" not in settings(major=17, durable=True, memory=GIB, cores=2)
