"""Server settings sized from the machine: lean when idle, enough for a city on two cores."""

import os
from pathlib import Path

MIB = 1024 * 1024
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


def machine_memory() -> int:
    """Return the bytes of memory this process may use: the machine's, or its container's."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = CGROUP_LIMIT.read_text(encoding="ascii").strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdigit() else total


def share(memory: int, part: int, least: int, most: int) -> str:
    """Return one `part`-th of the memory between two bounds in MiB, as PostgreSQL writes it."""
    return f"{min(max(memory // part // MIB, least), most)}MB"


def memory_settings(memory: int) -> dict[str, str]:
    """Return the memory settings for a machine with `memory` bytes."""
    return {
        "shared_buffers": share(memory, 48, 32, 1024),
        "effective_cache_size": share(memory, 2, 128, 65536),
        "work_mem": share(memory, 768, 4, 32),
        "maintenance_work_mem": share(memory, 48, 64, 512),
        "wal_buffers": "4MB",
        "max_wal_size": share(memory, 12, 256, 4096),
        "min_wal_size": "80MB",
    }


def settings(*, major: int, durable: bool, memory: int, cores: int) -> dict[str, str]:
    """Return every setting that differs from PostgreSQL's own defaults.

    durable: false gives up safety against power loss for speed, for clusters thrown away.
    """
    chosen = {
        **memory_settings(memory),
        "listen_addresses": "",
        "max_connections": "60",
        "max_worker_processes": str(max(2, cores)),
        "max_parallel_workers": str(cores),
        "max_parallel_workers_per_gather": str(min(2, cores)),
        "autovacuum_max_workers": "2",
        "max_logical_replication_workers": "0",
        "max_wal_senders": "0",
        "wal_level": "minimal",
        "wal_compression": "on",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] %u@%d ",
    }
    if major >= 18:
        # The other methods keep three more processes for reads that a small machine never overlaps.
        chosen["io_method"] = "sync"
    if not durable:
        chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return chosen
