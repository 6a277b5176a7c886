"""requirements/*.txt carry versions and hashes only, and what `up` needs is part of what `test` needs."""

import re

import pytest

from b2b_portal.embedded.folder import ROOT

FILES = ("base", "dev")


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def pins(name: str) -> dict[str, str]:
    """The hashes of each pinned version, by its line: `django==5.2.19`, with its marker if it has one."""
    parts = re.split(r"^(?=\S+==)", lock(name), flags=re.MULTILINE)
    return {part.partition(" \\\n")[0]: part for part in parts if part}


@pytest.mark.parametrize("name", FILES)
def test_lock_names_no_address(name: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|@ ", lock(name))


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_hashes(name: str) -> None:
    assert len(pins(name)) > 50
    assert [pin for pin, text in pins(name).items() if "--hash=sha256:" not in text] == []


def test_dev_holds_all_of_base_in_the_same_versions() -> None:
    versions = {name: {pin.partition(" ;")[0] for pin in pins(name)} for name in FILES}
    assert versions["base"] < versions["dev"]
