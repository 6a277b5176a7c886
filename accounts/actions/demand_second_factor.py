"""Say whether everybody who acts for a company needs a second step at sign-in."""

from datetime import datetime

from accounts.actions.lock_people import lock_people
from accounts.actors import Actor
from accounts.queries.access import buyer_of
from b2b_portal.core.change import change


def demand_second_factor(*, demanded: bool, by: Actor, at: datetime) -> None:
    """Writes it for the actor's company; the audit keeps who did it. Whoever has no second step can do nothing for the
    company from his next request on, until he has set one up. Locks: the company. Raises NotAllowed.
    """
    with change(by, at):
        company = lock_people(buyer_of(by)[0], by)
        company.demands_second_factor = demanded
        company.save(update_fields=["demands_second_factor"])
