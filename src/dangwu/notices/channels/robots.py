"""Posting to the robot of a group chat, in the three formats in use, each signed as it asks.

企业微信: the key in the address is the secret. 钉钉: milliseconds and an HMAC-SHA256 of
"time\\nsecret" under the secret, in the query. 飞书: seconds and an HMAC-SHA256 of nothing under
"time\\nsecret", in the body. No redirect is followed and no proxy is asked.
"""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from dangwu.core.errors import InputError
from dangwu.members.secrets import open_number
from dangwu.notices.channels.addresses import checked_host
from dangwu.notices.channels.outcomes import Ending, Outcome
from dangwu.notices.models import Robot

TIMEOUT: Final = 10.0  # seconds of silence
LONGEST: Final = 30.0  # seconds from the post to the end of the answer
LARGEST_ANSWER: Final = 64 * 1024  # bytes
# "Too many messages": the robot is asked again later.
BUSY: Final = frozenset({45009, 130101, 410100, 9499, 11232})


@dataclass(frozen=True, slots=True)
class Letter:
    """What is posted where: the address with its query, and the body."""

    address: str
    body: Mapping[str, object]


def wecom(address: str, _secret: str, text: str, _now: datetime) -> Letter:
    """Return the letter to a robot of 企业微信."""
    return Letter(address, {"msgtype": "text", "text": {"content": text}})


def dingtalk(address: str, secret: str, text: str, now: datetime) -> Letter:
    """Return the letter to a robot of 钉钉, signed in the query."""
    stamp = str(int(now.timestamp() * 1000))
    query = urlencode({"timestamp": stamp, "sign": _mac(secret, f"{stamp}\n{secret}")})
    joint = "&" if "?" in address else "?"
    return Letter(f"{address}{joint}{query}", {"msgtype": "text", "text": {"content": text}})


def feishu(address: str, secret: str, text: str, now: datetime) -> Letter:
    """Return the letter to a robot of 飞书, signed in the body."""
    stamp = str(int(now.timestamp()))
    body = {"timestamp": stamp, "sign": _mac(f"{stamp}\n{secret}", "")}
    return Letter(address, {**body, "msg_type": "text", "content": {"text": text}})


FORMATS: Final[Mapping[str, Callable[[str, str, str, datetime], Letter]]] = {
    Robot.Kind.WECOM: wecom,
    Robot.Kind.DINGTALK: dingtalk,
    Robot.Kind.FEISHU: feishu,
}


def post(robot: Robot, text: str, *, now: datetime, key: str) -> Outcome:
    """Post a text in the group of a robot, once. key: the delivery, told to the receiver."""
    address, secret = open_number(bytes(robot.address)), open_number(bytes(robot.secret))
    try:
        checked_host(address)
    except InputError as refusal:
        return Outcome(Ending.FAILED, refusal.words)
    # A tag in angle brackets would call on everybody in the group.
    plain = text.replace("<", "＜").replace(">", "＞")
    return _exchange(FORMATS[robot.kind](address, secret, plain, now), key)


def _mac(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode()


def _exchange(letter: Letter, key: str) -> Outcome:
    parts = urlsplit(letter.address)
    line = _line(parts.scheme, parts.hostname or "", parts.port)
    try:
        try:
            line.connect()
        except OSError as error:
            return Outcome(Ending.RETRY, f"连接不上：{error.strerror or type(error).__name__}")
        try:
            with _at_most(LONGEST, line):
                line.request(
                    "POST",
                    f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}",
                    json.dumps(letter.body, ensure_ascii=False).encode(),
                    {"Content-Type": "application/json; charset=utf-8", "X-Dangwu-Delivery": key},
                )
                answer = line.getresponse()
                content = answer.read(LARGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            return Outcome(Ending.UNSURE, f"发出后没有等到回答：{type(error).__name__}")
    finally:
        line.close()
    return _judged(answer.status, content)


@contextmanager
def _at_most(seconds: float, line: http.client.HTTPConnection) -> Iterator[None]:
    """Hang up after so many seconds: an answer in drips would hold up every other message."""
    held: socket.socket = line.sock

    def hang_up() -> None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT)


def _judged(status: int, content: bytes) -> Outcome:
    if status == http.HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(Ending.RETRY, "对方要求稍后再发")
    if 300 <= status < 400:
        return Outcome(Ending.FAILED, "对方要求转到别的地址，没有照办")
    if 400 <= status < 500:
        return Outcome(Ending.FAILED, f"对方拒收（HTTP {status}）")
    if status != http.HTTPStatus.OK:
        return Outcome(Ending.UNSURE, f"对方出错（HTTP {status}）")
    return _answered(content)


def _answered(content: bytes) -> Outcome:
    try:
        told: Any = json.loads(content)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return Outcome(Ending.UNSURE, "对方的回答看不懂")
    code = next((told[n] for n in ("errcode", "code", "StatusCode") if n in told), None)
    if code == 0:
        return Outcome(Ending.SENT)
    if code is None:
        return Outcome(Ending.UNSURE, "对方的回答看不懂")
    words = str(told.get("errmsg") or told.get("msg") or "")[:80]
    ending = Ending.RETRY if code in BUSY else Ending.FAILED
    return Outcome(ending, f"对方拒收（{code}）{words}")
