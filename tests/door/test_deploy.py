"""The nginx server block of docs/deploy in front of gunicorn: buffering, sizes and headers do what they promise."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.door.doorstep import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
THREADS = 2
APPLICATION = """
def application(environ, start_response):
    body = environ["wsgi.input"].read()
    names = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
    lines = [f"{name}={environ.get(name, '')}" for name in names] + [f"body={len(body)}"]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return ["\\n".join(lines).encode()]
"""

pytestmark = [
    pytest.mark.door,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed: its server block was not tried"),
]


@dataclass(frozen=True)
class Site:
    """Ports of nginx and of the gunicorn behind it."""

    nginx: int
    gunicorn: int


def server_block(site: Site, folder: Path) -> str:
    """Return a whole nginx configuration around the published server block, on plain loopback ports."""
    block = (ROOT / "docs/deploy/nginx.conf").read_text("utf-8")
    https = block[block.rindex("server {") :]
    upstream = block[block.index("log_format") : block.index("server {\n    listen 80")]
    https = re.sub(r"listen \[::\]:443 ssl;|ssl_\w+ +[^;]+;", "", https)
    https = https.replace("listen 443 ssl;", f"listen 127.0.0.1:{site.nginx};")
    https = https.replace("/var/log/nginx", str(folder))
    upstream = upstream.replace("127.0.0.1:8000", f"127.0.0.1:{site.gunicorn}")
    folders = " ".join(
        f"{name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root; " if os.geteuid() == 0 else ""  # its workers must reach this test's private folder
    head = f"{user}daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}"
    return f"{head}\nhttp {{ access_log off; {folders}\n{upstream}\n{https}\n}}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    folder.chmod(0o755)
    ports = Site(free_port(), free_port())
    (folder / "echo.py").write_text(APPLICATION)
    (folder / "nginx.conf").write_text(server_block(ports, folder))
    gunicorn = [sys.executable, "-m", "gunicorn", "echo", "--bind", f"127.0.0.1:{ports.gunicorn}"]
    gunicorn += ["--worker-class", "gthread", "--threads", str(THREADS)]
    nginx = [str(NGINX), "-p", str(folder), "-e", "error.log", "-c", str(folder / "nginx.conf")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen(command, cwd=folder, **quiet) for command in (gunicorn, nginx)]
    wait_for(lambda: answers(ports.gunicorn) and answers(ports.nginx), what="gunicorn and nginx answer")
    yield ports
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(20)


def get(
    port: int, *, seconds: float = 10, data: bytes | None = None, headers: dict[str, str] | None = None
) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    with closing(connection):
        connection.request("GET" if data is None else "POST", "/", body=data, headers=headers or {})
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        return answer.read().decode()


def answers(port: int) -> bool:
    try:
        return bool(get(port, seconds=3))
    except (OSError, http.client.HTTPException):
        return False


@pytest.fixture
def half_sent() -> Iterator[list[socket.socket]]:
    connections: list[socket.socket] = []
    yield connections
    for connection in connections:
        connection.close()


def send_half(port: int, connections: list[socket.socket]) -> None:
    for _ in range(4 * THREADS):
        connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
        connections.append(connection)


def test_half_sent_requests_do_not_stop_the_site_behind_nginx(
    site: Site, half_sent: list[socket.socket]
) -> None:
    send_half(site.nginx, half_sent)
    assert "body=0" in get(site.nginx)


def test_without_nginx_the_same_requests_stop_it_so_the_test_can_fail(
    site: Site, half_sent: list[socket.socket]
) -> None:
    send_half(site.gunicorn, half_sent)
    with pytest.raises(TimeoutError):
        get(site.gunicorn, seconds=3)
    for connection in half_sent:
        connection.close()
    wait_for(lambda: answers(site.gunicorn), what="gunicorn answers again")


def test_what_a_client_says_about_its_own_address_is_overwritten(site: Site) -> None:
    spoofed = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "Forwarded": "for=203.0.113.7"}
    said = get(site.nginx, headers=spoofed | {"X-Forwarded-Host": "evil.example"})
    assert "HTTP_X_FORWARDED_FOR=127.0.0.1\n" in said
    assert "HTTP_X_FORWARDED_PROTO=http\n" in said
    assert "HTTP_X_FORWARDED_HOST=\n" in said
    assert "HTTP_FORWARDED=\n" in said


def test_a_whole_delivery_passes_and_a_larger_body_does_not(site: Site) -> None:
    largest = 50 * 1024 * 1024
    assert f"body={largest}" in get(site.nginx, data=b"x" * largest, seconds=60)
    connection = socket.create_connection(("127.0.0.1", site.nginx), timeout=10)
    with connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000000\r\n\r\n")
        assert connection.recv(64).startswith(b"HTTP/1.1 413 ")
