"""The government messenger, by one HTTPS call: an allowed host, its address resolved once and pinned, no redirects.

The name is resolved once and the connection goes to that very address, so a name that changes its answer between
check and call (DNS rebinding) gains nothing. Addresses that are not public are refused unless their network is
listed. The whole call ends after WEBHOOK_TIMEOUT seconds, however slowly the other side answers.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from taskforce.models import Notice
from taskforce.services.channels.failure import DeliveryFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """Where the call goes: the name for TLS and Host, the one address that was checked."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def send(notice: Notice) -> None:
    """Post one message, signed. Raises DeliveryFailed."""
    content = json.dumps(payload(notice), ensure_ascii=False, sort_keys=True).encode()
    target = resolve(settings.WEBHOOK_URL)
    status = _post(target, content, _headers(notice.key, content))
    if 300 <= status < 400:
        raise DeliveryFailed(f"对方要求跳转（{status}），平台不跟随跳转。")
    if not 200 <= status < 300:
        raise DeliveryFailed(f"对方没有收下，状态码 {status}。")


def payload(notice: Notice) -> dict[str, str]:
    """Return what the messenger is given: no telephone, no e-mail; the account name tells it whom."""
    return {
        "key": notice.key,
        "account": notice.user.username if notice.user else "",
        "title": notice.title,
        "text": notice.body,
        "why": notice.why,
        "url": settings.PUBLIC_ADDRESS.rstrip("/") + notice.url if settings.PUBLIC_ADDRESS else "",
    }


def resolve(url: str) -> Target:
    """Return the checked target of an address. Raises DeliveryFailed for whatever may not be called."""
    parts = _parsed(url)
    host = (parts.hostname or "").lower()
    if host not in {name.lower() for name in settings.WEBHOOK_HOSTS}:
        raise DeliveryFailed(f"“{host}”不在允许调用的主机名单里。")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _address_of(host, port)
    if not _is_permitted(address):
        raise DeliveryFailed(f"“{host}”解析到的地址 {address} 不是公网地址，也不在允许的网段里。")
    if parts.scheme == "http" and not _is_listed(address):
        raise DeliveryFailed("公网上的接口要用 https。")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, str(address))


def _parsed(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise DeliveryFailed("政务消息接口的地址写得不对。") from error
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username:
        raise DeliveryFailed("政务消息接口的地址写得不对。")
    return parts


def _address_of(host: str, port: int) -> Address:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise DeliveryFailed(f"“{host}”解析不到地址。") from error
    return ipaddress.ip_address(str(found[0][4][0]).partition("%")[0])


def _is_permitted(address: Address) -> bool:
    plain = getattr(address, "ipv4_mapped", None) or address
    return _is_listed(plain) or (plain.is_global and not plain.is_multicast)


def _is_listed(address: Address) -> bool:
    plain = getattr(address, "ipv4_mapped", None) or address
    networks = [ipaddress.ip_network(text.strip()) for text in settings.WEBHOOK_NETWORKS]
    return any(plain.version == network.version and plain in network for network in networks)


def _headers(key: str, content: bytes) -> dict[str, str]:
    secret = settings.WEBHOOK_SECRET.encode()
    signature = hmac.new(secret, content, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": hashlib.sha256(key.encode()).hexdigest(),
        "X-Envhealth-Signature": f"sha256={signature}",
        "Connection": "close",
    }


def _post(target: Target, content: bytes, headers: dict[str, str]) -> int:
    connection = _Pinned(target)
    alarm = threading.Timer(settings.WEBHOOK_TIMEOUT, connection.cut)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("POST", target.path, body=content, headers=headers)
        status = connection.getresponse().status
        if connection.was_cut:  # the head ended because the call was cut, not because it was complete
            raise TimeoutError
        return status
    except (OSError, http.client.HTTPException) as error:
        slow = connection.was_cut or isinstance(error, TimeoutError)
        words = (
            f"超过 {settings.WEBHOOK_TIMEOUT:g} 秒没有答复" if slow else f"连接失败：{type(error).__name__}"
        )
        raise DeliveryFailed(f"政务消息接口{words}。") from error
    finally:
        alarm.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the checked address; the name is used for TLS and the Host header only."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=settings.WEBHOOK_TIMEOUT)
        self.target = target
        self.was_cut = False
        self._raw: socket.socket | None = None

    def connect(self) -> None:
        self._raw = socket.create_connection((self.target.address, self.target.port), self.timeout)
        self.sock = self._raw
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self._raw, server_hostname=self.target.host)
            self._raw = self.sock

    def cut(self) -> None:
        """End the call: its time is up."""
        self.was_cut = True
        if self._raw is not None:
            with suppress(OSError):
                self._raw.shutdown(socket.SHUT_RDWR)
