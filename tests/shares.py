"""How the processes of `./run test` share the suite: file by file; whatever starts whole shops goes to one of them."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

WITH_SHOPS = ("tests/embedded/", "tests/faults/", "tests/journeys/")


class ShareByFile(LoadScopeScheduling):
    """Hands out neighbours of one file together, so that what a file's tests have in common is made once.

    Unlike xdist's own `loadfile` it keeps the order of pytest-django: tests that empty the database come late.
    """

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        self.config.option.loadscopereorder = False
        self._shares: dict[str, str] = {}

    def add_node_collection(self, node: WorkerController, collection: Sequence[str]) -> None:
        self._shares = shares_of(collection)
        super().add_node_collection(node, collection)

    def _split_scope(self, nodeid: str) -> str:
        return self._shares[nodeid]


def starts_shops(nodeid: str) -> bool:
    """Whether the test is one of those whose programs, ports and clocks want no second shop at work beside them."""
    return nodeid.startswith(WITH_SHOPS)


def shares_of(nodeids: Iterable[str]) -> dict[str, str]:
    """The name of the share that each test belongs to: those with shops are one, of the others each run of a file."""
    shares = {}
    for number, (share, tests) in enumerate(groupby(nodeids, _share_of)):
        for nodeid in tests:
            shares[nodeid] = share if share == "shops" else f"{share} {number}"
    return shares


def _share_of(nodeid: str) -> str:
    return "shops" if starts_shops(nodeid) else nodeid.partition("::")[0]
