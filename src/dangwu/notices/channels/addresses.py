"""Where a robot may be: https, on a host that the operator of this installation listed."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from dangwu.core.errors import InputError

# Traffic to them never leaves the machine; they too must be listed.
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def checked_host(address: str) -> str:
    """Return the host of a robot's address. Raises InputError where nothing may be sent to it."""
    parts = _parts(address)
    host = parts.hostname or ""
    if parts.username is not None or parts.password is not None or not host:
        raise InputError("address", "地址不对：请从机器人的设置页复制完整地址。")
    named = host if parts.port is None else f"{host}:{parts.port}"
    if named not in settings.ROBOT_HOSTS:
        allowed = "、".join(settings.ROBOT_HOSTS) or "无"
        raise InputError(
            "address",
            f"主机“{named}”不在允许的名单里（现有：{allowed}）。"
            "请安装本系统的人员在 DANGWU_ROBOT_HOSTS 中加上它。",
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise InputError("address", "地址必须以 https:// 开头。")
    return named


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError:
        raise InputError("address", "地址不对：请从机器人的设置页复制完整地址。") from None
    return parts
