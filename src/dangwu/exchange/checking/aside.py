"""Cleaning in a process of its own, while this one reads the workbook and asks the register.

The other process is handed all it needs and knows no database. It ends when its pipe does, so a
worker that is killed leaves nothing behind.
"""

import contextlib
import gc
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Final

from django.conf import settings

from dangwu.core.errors import DomainError
from dangwu.exchange.checking.cleaner import Block, Cleaned, Cleaner, Plan

# Below so many rows the other process would take longer to start than to clean.
ALONE: Final = 5_000
_START: Final = (
    "import sys;from multiprocessing.connection import Connection;"
    "from dangwu.exchange.checking.aside import clean_for;"
    "clean_for(Connection(int(sys.argv[1])))"
)
_KEYS: Final = ("FIELD_KEYS", "FIELD_KEY_ID", "BLIND_KEY")
Batch = list[Block]


class CleaningFailedError(Exception):
    """A defect in the other process; the text is its traceback."""


class CleaningStoppedError(DomainError):
    """The process that cleans was ended from outside."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A defect in the other process, as its traceback."""

    text: str


def clean_here(plan: Plan, batches: Iterator[Batch]) -> Iterator[Cleaned]:
    """Yield what becomes of each batch, cleaned in this process."""
    cleaner = Cleaner(plan)
    for batch in batches:
        yield cleaner.clean(batch)


@contextmanager
def cleaned_aside(plan: Plan, batches: Iterator[Batch]) -> Iterator[Iterator[Cleaned]]:
    """Give what becomes of each batch, in order; the other process ends with the block.

    `batches` is read by a thread, some batches ahead at most: the pipe holds it back. Raises
    what reading a batch raises, CleaningStoppedError, CleaningFailedError.
    """
    ours, theirs = Pipe()
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", _START, str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    faults: list[BaseException] = []
    feeder = threading.Thread(target=_feed, args=(ours, plan, batches, faults), daemon=True)
    feeder.start()
    try:
        yield _answers(ours, faults)
    finally:
        process.kill()  # at the end of all batches it has ended by itself
        process.wait()
        feeder.join()
        ours.close()


def _feed(
    pipe: Connection, plan: Plan, batches: Iterator[Batch], faults: list[BaseException]
) -> None:
    try:
        pipe.send((plan, {name: getattr(settings, name) for name in _KEYS}))
        for batch in batches:
            pipe.send(batch)
    except OSError:
        return  # the other process is gone; the reader of its answers says so
    except BaseException as fault:  # noqa: BLE001 - raised again by the reader of the answers
        faults.append(fault)
    with contextlib.suppress(OSError):
        pipe.send(None)


def _answers(pipe: Connection, faults: list[BaseException]) -> Iterator[Cleaned]:
    while True:
        try:
            answer: Cleaned | Fault | None = pipe.recv()
        except (EOFError, OSError):
            raise CleaningStoppedError(
                "核对中途被系统中断，没有导入任何一行；请重新核对。"
            ) from None
        if isinstance(answer, Fault):
            raise CleaningFailedError(answer.text)
        if answer is None:
            break
        yield answer
    if faults:
        raise faults[0]


def clean_for(pipe: Connection) -> None:
    """Clean what comes by the pipe until it ends."""
    with contextlib.suppress(EOFError, OSError):
        try:
            plan, keys = pipe.recv()
            settings.configure(**keys)
            cleaner = Cleaner(plan)
            gc.disable()  # rows come and go without cycles; looking for them costs a tenth
            while (batch := pipe.recv()) is not None:
                pipe.send(cleaner.clean(batch))
            pipe.send(None)
        except (EOFError, OSError):
            raise
        except Exception:  # noqa: BLE001 - told to the process that waits for the answer
            pipe.send(Fault(traceback.format_exc()))
