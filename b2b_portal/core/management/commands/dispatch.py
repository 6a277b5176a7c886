import logging
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from b2b_portal.core.dispatcher import dispatch_once

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Hands owed deliveries to Celery, twice a second, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=0.5, help="seconds between looks at the table")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        alive = settings.DATA_DIR / "dispatcher.alive"  # its age is the container's health check
        logger.info("dispatcher started")
        while not stop.is_set():
            alive.touch()
            handed = dispatch_once()
            if not handed:
                stop.wait(options["every"])
        logger.info("dispatcher stopped")
