"""Votes a second on line with 32 clients, for 500 and 2,000 entitled, beside a bare INSERT.

Needs a migrated database (DATABASE_URL). The web server runs as in the product; the clients are a
process of their own with envelopes and sessions prepared, one keep-alive line each. CPU is that of
the web workers and of the database's processes together, by the kernel's count. The floor is one
indexed INSERT in a transaction by four connections. Then the 500-vote box is closed, opened and
announced.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import polling

CLIENTS = 32
TICK = os.sysconf("SC_CLK_TCK")


def clients(plan: Path) -> None:
    """Cast every envelope of the plan with 32 lines; print the times and statuses."""
    given = json.loads(plan.read_text("utf-8"))
    requests = [bytes.fromhex(one) for one in given["requests"]]
    times: list[float] = []
    statuses: dict[int, int] = {}
    queue = iter(requests)
    lock = threading.Lock()

    def cast() -> None:
        with socket.create_connection(("127.0.0.1", given["port"])) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                with lock:
                    request = next(queue, None)
                if request is None:
                    return
                began = time.perf_counter()
                line.sendall(request)
                status, _ = polling.answer(line)
                taken = time.perf_counter() - began
                with lock:
                    times.append(taken)
                    statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=cast) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - began
    polling.shown({"whole": whole, "times": times, "statuses": statuses})


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu(pids: list[int]) -> float:
    """Return the seconds of CPU that these processes have used."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def backends() -> list[int]:
    """Return the database's processes that serve this database."""
    from django.db import connection  # noqa: PLC0415 - after set-up

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [row[0] for row in cursor.fetchall()]


def floor(rows: int) -> dict[str, object]:
    """Return the rate of one indexed INSERT in a transaction over four connections."""
    import psycopg  # noqa: PLC0415 - only here

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(
            "CREATE TABLE IF NOT EXISTS bench_floor (a bigint, b text, PRIMARY KEY (a, b))"
        )

    def insert(start: int) -> None:
        with psycopg.connect(url, autocommit=True) as line:
            for n in range(start, rows, 4):
                with line.transaction():
                    line.execute("INSERT INTO bench_floor VALUES (%s, %s)", (n, "x" * 64))

    threads = [threading.Thread(target=insert, args=(start,)) for start in range(4)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - began
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP TABLE bench_floor")
    return {"inserts_a_second": round(rows / whole)}


def loaded(
    server: int, port: int, requests: list[bytes], folder: Path
) -> tuple[dict[str, object], list[float]]:
    """Send the requests with 32 lines; return the figures, and CPU of web and database in ms."""
    plan = folder / f"ballots-plan-{port}.json"
    plan.write_text(json.dumps({"port": port, "requests": [one.hex() for one in requests]}))
    web, database = family(server), backends()
    before = cpu(web), cpu(database)
    command = [sys.executable, __file__, "--plan", str(plan)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = cpu(web), cpu(database)
    plan.unlink()
    told = json.loads(done.stdout)
    times = sorted(told["times"])
    figures = {
        "requests_a_second": round(len(requests) / told["whole"]),
        "median_ms": round(times[len(times) // 2] * 1000, 1),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 1),
        "statuses": told["statuses"],
    }
    spent = [(b - a) * 1000 / len(requests) for a, b in zip(before, after, strict=True)]
    return figures, [round(one, 2) for one in spent]


def measure(entitled: int, folder: Path) -> tuple[dict[str, object], polling.Polling]:
    """Cast every vote of a fresh ballot, and ask for a bare page as often; return the figures."""
    made = polling.open_polling(entitled)
    port = polling.free_port()
    server = polling.serve(port)
    bare = b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    try:
        polling.wait_for(port)
        _warm(port)
        page, page_cpu = loaded(server.pid, port, [bare] * entitled, folder)
        votes = [polling.request_of(made.path, voter) for voter in made.voters]
        figures, vote_cpu = loaded(server.pid, port, votes, folder)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)
    return {
        "entitled": entitled,
        **figures,
        "cpu_ms_web": vote_cpu[0],
        "cpu_ms_database": vote_cpu[1],
        "bare_page": {**page, "cpu_ms_web": page_cpu[0], "cpu_ms_database": page_cpu[1]},
    }, made


def _warm(port: int) -> None:
    """Let every worker and connection be there before the first vote."""

    def ask() -> None:
        for _ in range(12):
            with socket.create_connection(("127.0.0.1", port)) as line:
                line.sendall(b"GET /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                polling.answer(line)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def close_and_announce(made: polling.Polling) -> dict[str, object]:
    """Return the seconds of closing and of both layers with the announcement, as the server's part.

    The tellers' own work is in their browsers; here it is done between, and not counted.
    """
    import random  # noqa: PLC0415 - only here
    import uuid  # noqa: PLC0415 - only here

    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from dangwu.accounts.access import Access, Reach  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Role  # noqa: PLC0415 - after set-up
    from dangwu.ballots import actions, queries  # noqa: PLC0415 - after set-up
    from dangwu.ballots.envelopes import peel  # noqa: PLC0415 - after set-up
    from dangwu.ballots.models import Ballot, Teller  # noqa: PLC0415 - after set-up

    ballot = Ballot.objects.select_related("organisation").get(unit_id=made.unit, id=made.ballot)
    branch, now = ballot.organisation, timezone.now()
    day = timezone.localdate(now)
    reach = Reach(Role.SECRETARY, branch.unit_id, branch.id, branch.path)
    organiser = Access(uuid.uuid4(), "甲", day, now, (reach,), made.unit)
    began = time.perf_counter()
    actions.close_ballot(actor=organiser, ballot=ballot)
    spent = time.perf_counter() - began
    tellers = Teller.objects.filter(unit_id=made.unit, ballot=ballot).order_by("number")
    for number, (teller, key) in enumerate(zip(tellers, made.keys, strict=True)):
        items = [peel(item, key) or b"" for item in queries.current_batch(ballot, number)]
        random.shuffle(items)
        access = Access(uuid.uuid4(), "乙", day, now, (), made.unit, teller.person_id)
        began = time.perf_counter()
        actions.return_batch(actor=access, teller=teller, content=b"".join(items))
        spent += time.perf_counter() - began
    result = queries.result_for(ballot)
    assert result is not None
    told = {one.code: one.votes for one in result.contests[0].options}
    assert told == {code: made.choices.count(code) for code in ("yes", "no", "abstain")}
    return {"votes": len(made.voters), "seconds": round(spent, 3)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plan", type=Path, help="be the clients of this plan")
    parser.add_argument("--entitled", type=int, nargs="*", default=[500, 2000])
    options = parser.parse_args()
    if options.plan:
        clients(options.plan)
        return 0
    polling.set_up()
    folder = Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108 - a scratch file of ours
    runs, boxes = [], []
    for entitled in options.entitled:
        figures, made = measure(entitled, folder)
        runs.append(figures)
        boxes.append(made)
    polling.shown(
        {
            "bench": "ballots",
            "clients": CLIENTS,
            "floor": floor(2000),
            "runs": runs,
            "close_and_announce": close_and_announce(boxes[0]),
            "load": os.getloadavg()[0],
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
