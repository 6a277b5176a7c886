"""`./run up`: the whole shop on this machine, until Ctrl-C."""

import argparse
import os
import secrets
import socket
import sys

from .. import shop
from ..console import Console
from ..environment import shop_environment
from ..errors import Refused, StopRequested
from ..folder import DataFolder
from ..lock import owned
from ..preparation import Preparation
from ..readiness import is_ready
from ..services import Needs, start_services
from ..supervisor import Supervisor
from ..system import ensure_pdf


def up(arguments: list[str]) -> int:
    """Starts everything in order, prints the address, stops everything in the reverse order on a signal."""
    parser = argparse.ArgumentParser(prog="./run up", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (8000)")
    port = parser.parse_args(arguments).port
    address = f"http://127.0.0.1:{port}"
    console, folder = Console(sys.stdout), DataFolder.of_project()
    folder.prepare()
    with owned(folder.path, "./run up", url=address), Supervisor(console) as supervisor:
        try:
            _refuse_busy_port(port)
            _open_shop(folder, supervisor, port, address)
            supervisor.watch()
        except StopRequested:
            console.line()
        finally:
            supervisor.stop_children()
    console.step("stopped")
    return 0


def _open_shop(folder: DataFolder, supervisor: Supervisor, port: int, address: str) -> None:
    console, needs, instance = supervisor.console, Needs.of(os.environ), secrets.token_hex(8)
    pdf = ensure_pdf(console, may_install=True)
    start_services(folder, needs, supervisor)
    public_url = os.environ.get("PUBLIC_URL") or address
    environment = shop_environment(folder, needs, INSTANCE_ID=instance, PUBLIC_URL=public_url, **pdf)
    preparation = Preparation(folder, supervisor, environment, is_embedded=needs.postgres)
    preparation.prepare_database()
    preparation.compile_messages()
    preparation.collect_static()
    preparation.load_demo()
    console.step("starting dispatcher, worker, beat and web")
    for child in (shop.dispatcher, shop.worker, shop.beat):
        supervisor.start(child(folder, environment), lambda: True)
    supervisor.start(
        shop.web(folder, environment, port), lambda: is_ready(address, public_url=public_url, instance=instance)
    )
    console.step("ready")
    _greet(folder, console, needs, address)


def _greet(folder: DataFolder, console: Console, needs: Needs, address: str) -> None:
    public_url = os.environ.get("PUBLIC_URL")
    console.line(f"\nThe shop is open: {f'{public_url}/, whose proxy talks to ' if public_url else ''}{address}/\n")
    if needs.postgres and folder.demo_logins.exists():
        console.line(folder.demo_logins.read_text().rstrip() + "\n")
    if not needs.postgres:
        console.line("It works on the database in DATABASE_URL; no demo data was loaded.")
    if not (os.environ.get("EMAIL_URL") or os.environ.get("EMAIL_URL_FILE")):
        console.line(f"Mails land in {folder.mail} until EMAIL_URL names a mail server.")
    console.line(f"Logs are in {folder.log}. Ctrl-C stops everything.")


def _refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise Refused(
                f"Port {port} cannot be used ({getattr(error, 'strerror', None) or error}); "
                f"choose another: ./run up --port {port + 1 if port < 65535 else 8000}"
            ) from None
