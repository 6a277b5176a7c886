import io
import os

from b2b_portal.embedded.console import Console


def test_step_carries_the_time_since_the_start() -> None:
    said = io.StringIO()
    Console(said).step("starting")
    assert said.getvalue() == "   0.0 s  starting\n"


def test_quiet_console_names_no_steps() -> None:
    said = io.StringIO()
    console = Console(said, quiet=True)
    console.step("starting")
    console.line("No PDF")
    assert said.getvalue() == "No PDF\n"


def test_lost_terminal_stops_nothing() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with io.TextIOWrapper(io.FileIO(writer, "w"), write_through=True) as gone:
        Console(gone).line("nobody reads this")
