import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from b2b_portal.embedded.readiness import is_ready
from tests.embedded.conftest import free_port


class Shop(BaseHTTPRequestHandler):
    """Answers as the shop does: only under its public name, with the mark of its start."""

    def do_GET(self) -> None:
        is_known = self.headers["Host"] == "shop.example" and self.headers["X-Forwarded-Proto"] == "https"
        self.send_response(200 if is_known and self.path == "/readyz" else 400)
        self.end_headers()
        self.wfile.write(b'{"status": "ok", "instance": "abc"}')

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Shop) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_is_ready_asks_under_the_public_name(address: str) -> None:
    assert is_ready(address, public_url="https://shop.example")
    assert not is_ready(address)


def test_is_ready_tells_our_start_from_another(address: str) -> None:
    assert is_ready(address, public_url="https://shop.example", instance="abc")
    assert not is_ready(address, public_url="https://shop.example", instance="abd")


def test_nobody_is_not_ready() -> None:
    assert not is_ready(f"http://127.0.0.1:{free_port()}")
