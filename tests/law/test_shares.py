"""How the processes of `./run test` share the suite."""

from tests.shares import shares_of


def test_shares_of_keeps_neighbours_of_a_file_together_and_the_order_of_the_collection() -> None:
    tests = ["tests/a.py::one", "tests/a.py::two[x/y.py::z]", "tests/b.py::one", "tests/a.py::empties_the_database"]
    shares = shares_of(tests)
    assert list(shares) == tests
    first, second, third, fourth = shares.values()
    assert first == second
    assert len({first, third, fourth}) == 3


def test_shares_of_leaves_all_shops_to_one_process() -> None:
    shops = ["tests/embedded/test_up.py::up", "tests/faults/test_disk.py::full", "tests/journeys/test_keys.py::keys"]
    shares = shares_of([shops[0], "tests/core/test_money.py::money", *shops[1:]])
    assert {shares[test] for test in shops} == {"shops"}
    assert shares["tests/core/test_money.py::money"] != "shops"
