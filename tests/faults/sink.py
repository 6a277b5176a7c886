"""A mail server that takes everything, counts it, and can be away."""

import socketserver
import threading
from collections import Counter
from email import message_from_bytes

from b2b_portal.core.models import Mail

LINE_END = b"\r\n"


class Sink:
    """Speaks as much SMTP as Python's smtplib asks for, on one port of 127.0.0.1 that it keeps while it is away."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.port = 0
        self.open()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def copies_of(self, mail: Mail) -> int:
        """How often the mail has arrived."""
        return sum(count for message_id, count in self.arrived.items() if message_id.startswith(f"<{mail.uid}@"))

    def open(self) -> None:
        """Takes mail again; nothing happens when it does already."""
        if self._server is None:
            self._server = _Server(("127.0.0.1", self.port), _Talk)
            self._server.arrived = self.arrived
            self.port = self._server.server_address[1]
            self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Refuses connections from now on; ends when the talks under way have ended."""
        if self._server and self._thread:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False  # server_close waits for the talks
    arrived: Counter[str]


class _Talk(socketserver.StreamRequestHandler):
    server: _Server
    timeout = 20

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].strip().upper()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            self._say("250 fine")

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b"." + LINE_END)
        message = message_from_bytes(b"".join(lines))
        self.server.arrived[message["Message-ID"]] += 1

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + LINE_END)
