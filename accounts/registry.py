"""What a public register knows of an ИНН: the port, and an adapter that reads a file.

A port to a service over HTTP is a class with the same `find`, chosen in `registry()`. It must answer within two seconds
or return None (the page then says that name and address are to be typed), keep no personal data, and never be asked
inside a transaction.
"""

import csv
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

COLUMNS = ("inn", "kpp", "ogrn", "name", "legal_address")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """One legal entity or sole proprietor, as the register has it."""

    inn: str
    kpp: str
    ogrn: str
    name: str
    legal_address: str


class Registry(Protocol):
    """Finds who has an ИНН; with a КПП that very branch, without one the first of them."""

    def find(self, inn: str, kpp: str = "") -> Found | None: ...


class NoRegistry:
    """Knows nobody."""

    def find(self, inn: str, kpp: str = "") -> Found | None:
        return None


@dataclass(frozen=True)
class FileRegistry:
    """Reads a CSV in UTF-8 with a heading of COLUMNS, line by line on each question: for tens of thousands of rows."""

    path: Path

    def find(self, inn: str, kpp: str = "") -> Found | None:
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as lines:
                rows = (row for row in csv.DictReader(lines) if row.get("inn") == inn)
                row = next((one for one in rows if kpp in {"", one.get("kpp")}), None)
        except (OSError, UnicodeDecodeError, csv.Error) as error:  # people can type what the file would have said
            logger.warning("the register of companies cannot be read: %s", error)
            return None
        return Found(**{name: (row.get(name) or "").strip() for name in COLUMNS}) if row else None


def registry() -> Registry:
    """The register that the settings name."""
    return FileRegistry(Path(settings.REGISTRY_FILE)) if settings.REGISTRY_FILE else NoRegistry()
