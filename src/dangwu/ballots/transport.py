"""Whether a page travels where nobody can read or change it on the way."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

UNPROTECTED: Final = (
    "这里的连接没有加密（不是 https），选票和密钥可能在路上被人看到或改动，所以不能投票、生成密钥和开启选票。"
    "请用 https 开头的地址打开；没有这样的地址，请系统管理员先配置加密连接。"
)


def is_protected(request: HttpRequest) -> bool:
    """Whether the request came by TLS, or never left the machine.

    Behind a proxy that ends TLS the product sees plain HTTP; where it is told so (DANGWU_TLS),
    the session's cookie is sent by TLS only, so a signed-in request came by it.
    """
    if request.is_secure() or settings.SESSION_COOKIE_SECURE:
        return True
    host, _ = split_domain_port(request.get_host())
    return host in LOOPBACK
