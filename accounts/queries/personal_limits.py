"""Which limits the people of a company have."""

from accounts.models import Membership, PersonalLimit


def limits_of(member: Membership) -> list[PersonalLimit]:
    """The limits of the person in the company, the shortest period first. One query."""
    limits = PersonalLimit.objects.in_force().filter(company=member.company_id, user=member.user_id)
    return sorted(limits, key=lambda one: ("month", "quarter", "year").index(one.period))
