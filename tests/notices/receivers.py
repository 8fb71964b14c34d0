"""Receivers on this machine: a mail server and the far end of a robot, each in a thread."""

import contextlib
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Post:
    """One request that reached the far end of a robot."""

    path: str
    body: dict[str, Any]


@dataclass
class Group:
    """A group chat that answers as it is told: status and JSON, or hanging up after listening.

    drips: it begins an answer that never ends. keeps_waiting: it answers when this is set.
    reached: a post has arrived.
    """

    port: int = 0
    posts: list[Post] = field(default_factory=list)
    status: int = 200
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    headers: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    drips: bool = False
    keeps_waiting: threading.Event | None = None
    reached: threading.Event = field(default_factory=threading.Event)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class GroupHandler(BaseHTTPRequestHandler):
    """As much of a robot's far end as a sender asks for; the group is the server's."""

    server: "GroupServer"

    def do_POST(self) -> None:
        group = self.server.group
        size = int(self.headers["Content-Length"])
        group.posts.append(Post(self.path, json.loads(self.rfile.read(size))))
        group.reached.set()
        if group.keeps_waiting:
            group.keeps_waiting.wait(60)
        if group.drips:
            self._drip()
        elif group.hangs_up:
            self.close_connection = True
        else:
            self._answer(group)

    def _answer(self, group: Group) -> None:
        self.send_response(group.status)
        for name, value in group.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(group.answer)))
        self.end_headers()
        self.wfile.write(group.answer)

    def _drip(self) -> None:
        """Write blank upon blank until the other side has had enough."""
        never = threading.Event()
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while not never.wait(0.05):
                self.wfile.write(b" ")

    def log_message(self, *_said: object) -> None:
        return


class GroupServer(ThreadingHTTPServer):
    """The far end of the robots of one group."""

    daemon_threads = True

    def __init__(self, group: Group) -> None:
        super().__init__(("127.0.0.1", 0), GroupHandler)
        self.group = group
        group.port = self.server_address[1]


@contextmanager
def group_chat() -> Iterator[Group]:
    """A far end of robots that listens while inside."""
    group = Group()
    with GroupServer(group) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield group
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Mailbox:
    """A mail server. refuses: the answer to a mail in place of taking it, e.g. "550 no"."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    refuses: str = ""
    hangs_up: bool = False


class MailHandler(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender asks for; the box is the server's."""

    server: "MailServer"

    def handle(self) -> None:
        self._say("220 here")
        while (word := self.rfile.readline()[:4].upper()) not in (b"QUIT", b""):
            if word != b"DATA":
                self._say("250 ok")
            elif not self._take():
                return
        self._say("221 bye")

    def _take(self) -> bool:
        box = self.server.box
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        if box.refuses:
            self._say(box.refuses)
            return True
        box.mails.append(message_from_bytes(b"".join(lines), policy=default))
        if not box.hangs_up:
            self._say("250 taken")
        return not box.hangs_up

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server with one box for everybody."""

    daemon_threads = True

    def __init__(self, box: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), MailHandler)
        self.box = box
        box.port = self.server_address[1]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server that listens while inside."""
    box = Mailbox()
    with MailServer(box) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
