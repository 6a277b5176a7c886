import io
import os
import shutil
from pathlib import Path

import pytest

from b2b_portal.embedded import system
from b2b_portal.embedded.console import Console


def test_missing_library_turns_pdf_off_and_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "LIBRARIES", (("libthere-is-none.so.0", "there-is-none"),))
    said = io.StringIO()
    assert system.ensure_pdf(Console(said), may_install=False) == {"PDF_DISABLED": "1"}
    assert "Pango is missing" in said.getvalue()
    assert "apt-get install libpango-1.0-0" in said.getvalue()


def test_library_that_is_there_leaves_pdf_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "LIBRARIES", (("libthere-is-none.so.0", "libc.so.6", "libSystem.dylib"),))
    monkeypatch.setattr(system, "_has_font", lambda: True)
    assert system.ensure_pdf(Console(io.StringIO()), may_install=False) == {}


def test_missing_font_turns_pdf_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(system, "LIBRARIES", ())
    monkeypatch.setattr(system, "FONT_FOLDERS", (str(tmp_path),))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system.missing_for_pdf() == "a Cyrillic font with the rouble sign"
    (tmp_path / "DejaVuSans.ttf").touch()
    assert system.missing_for_pdf() == ""


def test_only_root_with_apt_can_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert system.can_install() == (os.geteuid() == 0 and shutil.which("apt-get") is not None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not system.can_install()


def test_chromium_is_found_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system.find_chromium() is None
    browser = tmp_path / "chromium"
    browser.touch(mode=0o755)
    assert system.find_chromium() == str(browser)
