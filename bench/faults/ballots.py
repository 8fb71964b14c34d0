"""Kill the web server and the database in the middle of casting: is a vote lost or counted twice?

Brings its own durable PostgreSQL. Sixteen clients cast prepared envelopes; each time
so many more are taken, the web server's processes or the database's, in turn, are ended with SIGKILL
and started again.
A client that gets no answer sends the same envelope until it has one, as the voter's page does.
At the end every voter must have a receipt, every receipt must name an envelope that is in the box,
the box must hold exactly one envelope a voter, and the opened box must give what was sealed.
"""

import argparse
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench import polling

from dangwu.embedded.server import Server, running

CLIENTS = 16
PATIENCE = 240.0  # seconds until a vote that gets no answer counts as lost


@dataclass
class Told:
    """What the voters were told. again: acknowledged without being put in a second time."""

    receipts: dict[str, str] = field(default_factory=dict)
    again: int = 0
    unanswered: int = 0
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def cast_until_told(port: int, path: str, voter: polling.Voter, told: Told) -> None:
    """Send one envelope again and again until there is an answer."""
    request = polling.request_of(path, voter)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(request)
                status, body = polling.answer(line)
        except OSError:
            status, body = 0, b""
        if status == 0 or status >= 500:
            with told.lock:
                told.unanswered += 1
            time.sleep(0.05)
            continue
        answer = json.loads(body)
        with told.lock:
            if "refused" in answer:
                told.refused.append(answer["refused"])
            else:
                told.receipts[voter.person] = answer["envelope"]
                told.again += answer["again"]
        return


class Killer(threading.Thread):
    """Ends a server without warning each time so many votes more were taken, and starts it again."""

    def __init__(self, server: Server, port: int, told: Told, every: int) -> None:
        super().__init__()
        self.server, self.port, self.told, self.every = server, port, told, every
        self.web = polling.serve(port)
        self.kills = {"web": 0, "database": 0}
        self.ended = threading.Event()

    def run(self) -> None:
        due = self.every
        while not self.ended.wait(0.005):
            if len(self.told.receipts) < due:
                continue
            due += self.every
            if sum(self.kills.values()) % 2:
                self.kill_database()
            else:
                self.kill_web()

    def kill_web(self) -> None:
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()
        self.kills["web"] += 1
        self.web = polling.serve(self.port)

    def kill_database(self) -> None:
        note = self.server.place.cluster / "postmaster.pid"
        pid = int(note.read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for process in (pid, *map(int, children)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.kills["database"] += 1
        self.server.ensure()

    def stop(self) -> None:
        self.ended.set()
        self.join()
        polling.wait_for(self.port)


def storm(server: Server, made: polling.Polling, every: int) -> tuple[Told, dict[str, int]]:
    """Cast every envelope while servers are killed; return what the voters were told."""
    told, port = Told(), polling.free_port()
    killer = Killer(server, port, told, every)
    polling.wait_for(port)
    queue = iter(made.voters)
    lock = threading.Lock()

    def client() -> None:
        while True:
            with lock:
                voter = next(queue, None)
            if voter is None:
                return
            cast_until_told(port, made.path, voter, told)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    killer.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    killer.stop()
    for voter in made.voters[:3]:  # and once more: nothing changes
        cast_until_told(port, made.path, voter, told)
    os.killpg(killer.web.pid, signal.SIGTERM)
    killer.web.wait(timeout=20)
    return told, killer.kills


def judged(made: polling.Polling, told: Told) -> dict[str, int]:
    """Compare what the voters were told with the box."""
    from bench.ballots import close_and_announce  # noqa: PLC0415 - after set-up
    from django.db import connection  # noqa: PLC0415 - after set-up

    from dangwu.ballots.models import Envelope, UsedRight  # noqa: PLC0415 - after set-up

    connection.close()  # the server that it knew is dead
    of = {"unit_id": made.unit, "ballot_id": made.ballot}
    kept = set(Envelope.objects.filter(**of).values_list("digest", flat=True))
    sealed = {v.person: hashlib.sha256(v.envelope).hexdigest() for v in made.voters}
    found = {
        "receipts": len(told.receipts),
        "envelopes": len(kept),
        "rights_used": UsedRight.objects.filter(**of).count(),
        "receipts_without_envelope": len(set(told.receipts.values()) - kept),
        "foreign_envelopes": len(kept - set(sealed.values())),
        "wrong_receipts": sum(1 for p, one in told.receipts.items() if sealed[p] != one),
    }
    close_and_announce(made)  # asserts that the count is what was sealed
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voters", type=int, default=1500)
    parser.add_argument("--every", type=int, default=150, help="votes between two kills")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dangwu-fault-") as folder:
        data = Path(folder) / "data"
        with running(data / "pg") as server:
            os.environ |= {"DATABASE_URL": server.url(), "DANGWU_DATA": str(data / "app")}
            os.environ["DANGWU_LOG"] = "CRITICAL"  # what the web server says of its lost database
            (data / "app" / "static").mkdir(parents=True)
            prepare = [sys.executable, "-m", "dangwu.config.cli", "prepare"]
            subprocess.run(prepare, check=True, stdout=subprocess.DEVNULL)
            polling.set_up()
            made = polling.open_polling(options.voters)
            told, kills = storm(server, made, options.every)
            found = judged(made, told)
    voters = options.voters
    ok = (
        found["receipts"] == found["envelopes"] == found["rights_used"] == voters
        and not told.refused
        and not any(found[name] for name in found if "_" in name and name != "rights_used")
    )
    polling.shown(
        {
            "fault": "ballots",
            "voters": voters,
            "kills": kills,
            "sent_without_answer": told.unanswered,
            "acknowledged_again": told.again,
            "refused": told.refused[:3],
            **found,
            "ok": ok,
        }
    )
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
