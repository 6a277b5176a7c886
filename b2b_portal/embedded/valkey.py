"""The embedded Valkey: Celery's broker, on a unix socket, without a network address."""

import socket
from collections.abc import Callable
from urllib.parse import quote

from .binaries import valkey_server
from .folder import DataFolder
from .process import Process


def valkey_process(folder: DataFolder, *, is_durable: bool = True) -> Process:
    """The broker as a child. It never evicts: a dropped key would be a dropped task."""
    options = {
        "port": "0",
        "unixsocket": str(folder.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(folder.valkey),
        "save": "",
        "appendonly": "yes" if is_durable else "no",
        "appendfsync": "everysec",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
        "databases": "2",
        "loglevel": "notice",
    }
    return Process(
        name="valkey",
        argv=[valkey_server(), *(part for key, value in options.items() for part in (f"--{key}", value))],
        environment={"LC_ALL": "C"},
        log=folder.log / "valkey.log",
        pids=folder.pids,
    )


def broker_url(folder: DataFolder) -> str:
    """The address that Celery understands."""
    return f"redis+socket://{quote(str(folder.valkey_socket))}"


def readiness(folder: DataFolder) -> Callable[[], bool]:
    """A question whether the broker of this folder answers."""

    def is_ready() -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(folder.valkey_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64) == b"+PONG\r\n"
            except OSError:
                return False

    return is_ready
