"""A mail server on the loopback that keeps what it is given and can stop in mid-message; honest about copies."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message

ANSWERS = {b"EHLO": "250 sink", b"HELO": "250 sink", b"MAIL": "250 ok", b"RCPT": "250 ok", b"RSET": "250 ok"}


class Mailbox(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as smtplib asks for; `took` holds every accepted message in order.

    Told to `stall_at` a number, it takes that message and answers nothing until `go_on`.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.stalls_at = 0
        self.going = threading.Event()
        self.going.set()
        self.refuses = False
        self.took: list[Message] = []
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def ids(self) -> list[str]:
        """Return the Message-ID of every accepted copy."""
        with self.lock:
            return [str(message["Message-ID"]) for message in self.took]

    def keep(self, content: bytes) -> None:
        with self.lock:
            self.took.append(message_from_bytes(content))
            if len(self.took) == self.stalls_at:
                self.going.clear()

    def stall_at(self, number: int) -> None:
        self.stalls_at = number

    def go_on(self) -> None:
        self.going.set()


class _Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"DATA":
                self._take()
            else:
                self._say(ANSWERS.get(verb, "250 ok"))

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        if self.server.refuses:
            self._say("451 try again")
            return
        self.server.keep(b"".join(lines))
        self.server.going.wait(60)
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Run a mailbox in a thread of its own."""
    mailbox = Mailbox()
    thread = threading.Thread(target=mailbox.serve_forever, daemon=True)
    thread.start()
    try:
        yield mailbox
    finally:
        mailbox.shutdown()
        mailbox.server_close()
        thread.join()
