"""Cleaning in processes of its own, while this one reads the workbook and asks the register.

The other processes are handed all they need and know no database. Each ends when its pipe does,
so a worker that is killed leaves nothing behind.
"""

import contextlib
import gc
import os
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Final

from django.conf import settings

from dangwu.core.errors import DomainError
from dangwu.exchange.checking.cleaner import Block, Cleaned, Cleaner, Plan

# Below so many rows other processes would take longer to start than to clean.
ALONE: Final = 5_000
# Cleaning takes two thirds of the work; two processes leave no core of two without any.
PROCESSES: Final = 2
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
    """Give what becomes of each batch, in order; the other processes end with the block.

    `batches` is read by a thread, some batches ahead at most: the pipes hold it back. Raises
    what reading a batch raises, CleaningStoppedError, CleaningFailedError.
    """
    with ExitStack() as ends:
        pipes = [ends.enter_context(_cleaner()) for _ in range(PROCESSES)]
        faults: list[BaseException] = []
        feeder = threading.Thread(target=_feed, args=(pipes, plan, batches, faults), daemon=True)
        feeder.start()
        try:
            yield _answers(pipes, faults)
        finally:
            for pipe in pipes:
                _hang_up(pipe)  # the thread waits for none of them any more
            feeder.join()


@contextmanager
def _cleaner() -> Iterator[Connection]:
    """Give the pipe to a process that cleans."""
    ours, theirs = Pipe()
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", _START, str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()  # after all batches it has ended by itself
        process.wait()
        ours.close()


def _hang_up(pipe: Connection) -> None:
    with socket.socket(fileno=os.dup(pipe.fileno())) as line, contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _feed(
    pipes: list[Connection], plan: Plan, batches: Iterator[Batch], faults: list[BaseException]
) -> None:
    """Send the batches to the processes in turn, in which their answers are awaited too."""
    try:
        for pipe in pipes:
            pipe.send((plan, {name: getattr(settings, name) for name in _KEYS}))
        for batch, pipe in zip(batches, cycle(pipes), strict=False):
            pipe.send(batch)
    except OSError:
        return  # a process is gone; the reader of its answers says so
    except BaseException as fault:  # noqa: BLE001 - raised again by the reader of the answers
        faults.append(fault)
    for pipe in pipes:
        with contextlib.suppress(OSError):
            pipe.send(None)


def _answers(pipes: list[Connection], faults: list[BaseException]) -> Iterator[Cleaned]:
    for pipe in cycle(pipes):
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
