"""The messenger's interface: only listed hosts, one address pinned, no private networks, no redirects, no waiting."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from taskforce.models import Notice
from taskforce.services.channels import DeliveryFailed, webhook
from yunhe_envhealth.accounts.models import User

HOST = "messenger.example"
NOTICE = Notice(
    key="task:1:due", title="示范", body="内容", why="原因", url="/office/", user=User(username="shifan")
)


class Messenger(ThreadingHTTPServer):
    """Answers with a status after a pause and keeps what it was sent."""

    daemon_threads = True
    status = 200
    location = ""
    drips = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.calls: list[tuple[dict[str, str], bytes]] = []


class Answer(BaseHTTPRequestHandler):
    server: Messenger

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((dict(self.headers), content))
        if self.server.drips:
            self._drip()
            return
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def do_GET(self) -> None:
        self.server.calls.append((dict(self.headers), b"followed"))

    def _drip(self) -> None:
        """Send a header a byte at a time, each well within a read's time-out."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(200):
                self.wfile.write(b"a")
                time.sleep(0.05)
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def messenger(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Messenger]:
    server = Messenger()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.WEBHOOK_URL = f"http://{HOST}:{server.server_port}/notify?from=envhealth"
    settings.WEBHOOK_HOSTS = [HOST]
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOK_SECRET = "shifan"
    answers_with(monkeypatch, "127.0.0.1")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def answers_with(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let the messenger's name resolve to one address after another; return the questions that were asked."""
    asked: list[str] = []
    resolve = socket.getaddrinfo

    def answer(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host != HOST:
            return resolve(host, port, *args, **kwargs)
        asked.append(host)
        address = addresses[min(len(asked), len(addresses)) - 1]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_a_message_is_posted_once_signed_and_without_contact_details(messenger: Messenger) -> None:
    webhook.send(NOTICE)

    ((headers, content),) = messenger.calls
    signature = hmac.new(b"shifan", content, hashlib.sha256).hexdigest()
    assert headers["X-Envhealth-Signature"] == f"sha256={signature}"
    assert headers["Host"].startswith(HOST)
    assert headers["Idempotency-Key"] == hashlib.sha256(NOTICE.key.encode()).hexdigest()
    assert json.loads(content) == {
        "key": "task:1:due",
        "account": "shifan",
        "title": "示范",
        "text": "内容",
        "why": "原因",
        "url": "",
    }


@pytest.mark.usefixtures("messenger")
def test_a_host_that_is_not_listed_is_not_called(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = ["another.example"]

    with pytest.raises(DeliveryFailed, match="不在允许调用的主机名单里"):
        webhook.send(NOTICE)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.5",
        "172.16.3.4",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address that must be refused
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.5",
        "::ffff:127.0.0.1",
    ],
)
def test_addresses_that_are_not_public_are_refused_unless_listed(
    messenger: Messenger, monkeypatch: pytest.MonkeyPatch, settings: Any, address: str
) -> None:
    settings.WEBHOOK_NETWORKS = []
    answers_with(monkeypatch, address)

    with pytest.raises(DeliveryFailed, match="不是公网地址"):
        webhook.send(NOTICE)
    assert messenger.calls == []


def test_a_name_that_changes_its_answer_gains_nothing(
    messenger: Messenger, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """First the permitted address, then another: the name is asked once, the call goes to the first."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    asked = answers_with(monkeypatch, "127.0.0.1", "10.9.9.9")

    webhook.send(NOTICE)

    assert asked == [HOST]
    assert len(messenger.calls) == 1


def test_a_public_interface_must_use_https(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOK_URL, settings.WEBHOOK_HOSTS = f"http://{HOST}/", [HOST]
    answers_with(monkeypatch, "93.184.216.34")

    with pytest.raises(DeliveryFailed, match="https"):
        webhook.send(NOTICE)


def test_a_redirect_is_not_followed(messenger: Messenger) -> None:
    messenger.status = 302
    messenger.location = f"http://127.0.0.1:{messenger.server_port}/elsewhere"

    with pytest.raises(DeliveryFailed, match="不跟随跳转"):
        webhook.send(NOTICE)
    assert len(messenger.calls) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503])
def test_another_answer_than_success_is_a_failure(messenger: Messenger, status: int) -> None:
    messenger.status = status

    with pytest.raises(DeliveryFailed, match=str(status)):
        webhook.send(NOTICE)


def test_a_server_that_drips_is_cut_off_in_time(messenger: Messenger, settings: Any) -> None:
    settings.WEBHOOK_TIMEOUT = 0.5
    messenger.drips = True

    begun = time.monotonic()
    with pytest.raises(DeliveryFailed, match="没有答复"):
        webhook.send(NOTICE)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://messenger.example/",
        "https:///x",
        "https://user:pw@messenger.example/",
        "https://messenger.example:x/",
    ],
)
def test_an_address_that_is_none_is_refused_in_words(settings: Any, url: str) -> None:
    settings.WEBHOOK_URL, settings.WEBHOOK_HOSTS = url, [HOST]

    with pytest.raises(DeliveryFailed, match="写得不对"):
        webhook.send(NOTICE)


def test_a_name_that_does_not_resolve_is_a_failure(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror("no such name")

    settings.WEBHOOK_URL, settings.WEBHOOK_HOSTS = f"https://{HOST}/", [HOST]
    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(DeliveryFailed, match="解析不到"):
        webhook.send(NOTICE)
