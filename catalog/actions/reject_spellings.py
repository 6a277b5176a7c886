"""Say of spellings that a file took for one part that they are different parts."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.actions.link_spellings import decide, lock_candidates
from catalog.enums import CandidateState


def reject_spellings(*, candidates: Iterable[int], by: Actor, at: datetime) -> int:
    """Keeps that these spellings are different parts: no file brings them back. Returns how many there were.

    Those that are linked are left alone: the links are taken away first. Locks: the candidates by primary key.
    """
    with change(by, at):
        rows = lock_candidates(candidates, CandidateState.WAITING)
        decide(rows, CandidateState.REJECTED, by, at)
        return len(rows)
