"""Runs what is owed in this process, as a dispatcher and a worker would."""

from b2b_portal.core import outbox
from b2b_portal.core.tasks import deliver

MOST_ROUNDS = 20


def run_owed() -> int:
    """Hands out and runs deliveries until none is due; returns how many ran."""
    ran = 0
    for _ in range(MOST_ROUNDS):
        handovers = outbox.hand_over()
        if not handovers:
            return ran
        for handover in handovers:
            deliver(handover.delivery_id, handover.fence)
        ran += len(handovers)
    raise AssertionError(f"still something owed after {MOST_ROUNDS} rounds")
