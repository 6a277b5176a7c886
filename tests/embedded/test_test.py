import pytest

from b2b_portal.embedded.commands.test import in_parallel

WITH_ALL = ["--numprocesses", "auto", "--maxprocesses", "4"]


@pytest.mark.parametrize("arguments", [[], ["-q", "-x"], ["-m", "not slow"], ["tests/embedded"], ["no/such/file.py"]])
def test_in_parallel_uses_every_core(arguments: list[str]) -> None:
    assert in_parallel(arguments) == WITH_ALL


@pytest.mark.parametrize("named", ["tests/embedded/test_test.py", "tests/embedded/test_test.py::test_of_one[a::b]"])
def test_in_parallel_leaves_a_file_to_one_process(named: str) -> None:
    assert in_parallel(["-q", named]) == []
