"""Say whether a company is offered goods in place of those it asked for."""

from datetime import datetime

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.enums import ReplacementPolicy
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change


def set_replacement_policy(*, policy: ReplacementPolicy, by: Actor, at: datetime) -> None:
    """Sets the policy of the actor's company; the audit keeps who did it. Locks: the company. Raises NotAllowed."""
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.EDIT_COMPANY, company)
        company.replacement_policy = policy
        company.save(update_fields=["replacement_policy"])
