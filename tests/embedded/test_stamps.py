from b2b_portal.embedded.folder import ROOT, DataFolder
from b2b_portal.embedded.preparation import schema_sources
from b2b_portal.embedded.stamps import Stamp, files_below, fingerprint


def test_stamp_is_current_for_the_inputs_it_was_put_with(folder: DataFolder) -> None:
    stamp = Stamp(folder.stamps, "database")
    assert not stamp.is_current("a")
    stamp.put("a")
    assert stamp.is_current("a")
    assert not stamp.is_current("b")
    stamp.remove()
    assert not stamp.is_current("a")


def test_fingerprint_follows_the_files_and_not_their_order() -> None:
    first, second = ROOT / "run", ROOT / "pyproject.toml"
    assert fingerprint([first, second]) == fingerprint([second, first]) != fingerprint([first])


def test_files_below_are_sources_only() -> None:
    found = files_below("b2b_portal", pattern="*.py")
    assert ROOT / "b2b_portal" / "settings.py" in found
    assert all(path.suffix == ".py" for path in found)


def test_schema_sources_hold_every_migration() -> None:
    migrations = set(ROOT.glob("[a-z]*/migrations/0001_initial.py")) | set(
        ROOT.glob("b2b_portal/*/migrations/0001*.py")
    )
    assert len(migrations) >= 5
    assert migrations < schema_sources()
    assert ROOT / "b2b_portal/core/management/commands/prepare_database.py" in schema_sources()
