"""What the machine itself must bring: Pango and a font for PDF, chromium for the journeys."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .console import Console
from .folder import ROOT

PDF_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core", "fontconfig")
LIBRARIES = (  # WeasyPrint loads them by these names, the first of a row that is there
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "pango-1.0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "pangoft2-1.0"),
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
FONTS_WITH_ROUBLE = ("DejaVuSans*.ttf", "NotoSans-*.ttf", "LiberationSans-*.ttf", "Arial*.ttf")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing_for_pdf() -> str:
    """What keeps WeasyPrint from drawing a Russian invoice, as words; empty when nothing does."""
    if not all(_loads(names) for names in LIBRARIES):
        return "Pango"
    return "" if _has_font() else "a Cyrillic font with the rouble sign"


def ensure_pdf(console: Console, *, may_install: bool) -> dict[str, str]:
    """The environment that turns PDF off where it cannot work; installs what is missing if root and apt can."""
    missing = missing_for_pdf()
    if missing and may_install and can_install():
        console.step(f"installing {missing} for PDF (apt-get)")
        install(PDF_PACKAGES)
        missing = missing_for_pdf()
    if not missing:
        return {}
    command = install_command(PDF_PACKAGES)
    console.line(f"No PDF, printable HTML instead: {missing} is missing. To get it, type: {command}")
    return {"PDF_DISABLED": "1"}


def find_chromium() -> str | None:
    """The browser for the journeys."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def find_shared() -> Path | None:
    """The folder of real price lists beside the project."""
    shared = ROOT.parent / "shared"
    return shared if shared.is_dir() else None


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Iterable[str]) -> bool:
    """Installs Debian packages; False when that failed."""
    _apt_get("update")  # where it fails, the lists that are there may do
    return _apt_get("install", "-y", "--no-install-recommends", *packages)


def _apt_get(*arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", *arguments]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode == 0


def install_command(packages: Iterable[str]) -> str:
    """What a person types to install them."""
    if sys.platform == "darwin":
        return "brew install pango"
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install {' '.join(packages)}"


def _loads(names: Iterable[str]) -> bool:
    for name in names:
        try:
            ctypes.CDLL(name if name.startswith("lib") else ctypes.util.find_library(name) or name)
        except OSError:
            continue
        return True
    return False


def _has_font() -> bool:
    if program := shutil.which("fc-list"):
        command = [program, ":charset=20bd:lang=ru", "family"]
        return bool(subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip())
    return any(next(Path(folder).rglob(font), None) for folder in FONT_FOLDERS for font in FONTS_WITH_ROUBLE)
