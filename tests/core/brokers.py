"""A Valkey of the test's own, to be stopped and started again, and Celery pointed at it."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import redis

from b2b_portal.celery import app
from b2b_portal.embedded.binaries import valkey_server
from tests.waiting import wait_until


class Broker:
    """One Valkey on a unix socket; what it holds is lost when it stops."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None
        self.url = f"redis+socket://{quote(str(self.socket))}"

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", str(self.socket.parent)]
        self.process = subprocess.Popen([valkey_server(), *options], stdout=subprocess.DEVNULL)
        wait_until(self._answers)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def length(self, queue: str) -> int:
        """How many messages wait in a queue."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            return int(client.llen(queue))

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """The messages that wait in a queue, as they were sent."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            return [json.loads(message) for message in client.lrange(queue, 0, -1)]

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@contextmanager
def own_broker() -> Iterator[Broker]:
    """A running broker in a folder whose path is short enough for a socket; gone with the block."""
    folder = Path(tempfile.mkdtemp(prefix="b2b-broker-", dir="/tmp"))
    broker = Broker(folder)
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
        shutil.rmtree(folder)


@contextmanager
def celery_uses(url: str) -> Iterator[None]:
    """Points this process's Celery at another broker."""
    former = app.conf.broker_url
    _point_at(url)
    try:
        yield
    finally:
        _point_at(former)


def _point_at(url: str) -> None:
    app.pool.force_close_all()
    app._pool = app.amqp._producer_pool = None
    app.conf.broker_url = url
