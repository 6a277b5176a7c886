"""Makes a company of an application."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.invite_member import invite_member
from accounts.actions.lock_application import lock_application, settle_application
from accounts.actors import Actor
from accounts.models import AccountManager, Application, Company, Contract, Seller, Tier
from accounts.permissions import Role
from accounts.queries.staff import require_staff
from accounts.queries.tiers import entry_tier
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class AsksToJoin(RuleBroken):
    """A company with this INN and KPP exists: its people decide whom they let in. Fact: company."""

    message = _("%(company)s is registered already. Let the person in with a role, or leave it to its administrator.")
    code = "asks_to_join"


class TierMissing(RuleBroken):
    """There is no price tier yet."""

    message = _("Make a price tier first: every company has one.")
    code = "tier_missing"


def approve_application(*, application: Application, tier: Tier | None = None, by: Actor, at: datetime) -> Company:
    """Makes the company, its contract on the seller's terms, and invites the applicant as its administrator.

    The tier is the entry tier unless another is given; the account manager is who approves, if he is one. Other open
    applications for the same INN and KPP become requests to join. Locks: these applications, the person. Raises
    ApplicationDecided, AsksToJoin, TierMissing, PersonDisabled, StaffOnly. Announces: member_invited.
    """
    with change(by, at):
        require_staff(by)
        held = lock_application(application)
        company = _company(held, tier, by)
        _contract(company, at)
        member = invite_member(
            company=company,
            email=held.user.email if held.user else held.email,
            full_name=held.full_name,
            role=Role.ADMINISTRATOR,
            language=held.language,
            has_asked=held.user is not None,
            by=by,
            at=at,
        )
        settle_application(held, company=company, person=member.user, at=at)
        Application.objects.open().filter(inn=held.inn, kpp=held.kpp).update(company=company)
        return company


def _company(held: Application, tier: Tier | None, by: Actor) -> Company:
    tier = tier or entry_tier()
    if tier is None:
        raise TierMissing
    facts = {
        "code": _free_code(held),
        "name": held.name,
        "ogrn": held.ogrn,
        "legal_address": held.legal_address,
        "tier": tier,
        "account_manager": AccountManager.objects.filter(user=by.user).first() if by.user else None,
    }
    company, is_new = Company.objects.get_or_create(inn=held.inn, kpp=held.kpp, defaults=facts)
    if not is_new:
        raise AsksToJoin(company=company.name)
    return company


def _free_code(held: Application) -> str:
    """The INN and the KPP, which no other company has; staff may have given it to another as a code all the same."""
    code = f"{held.inn}-{held.kpp}" if held.kpp else held.inn
    taken = set(Company.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(free for free in (code, *(f"{code}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)


def _contract(company: Company, at: datetime) -> None:
    """The public offer of our first legal entity; without one staff write the contract on the company's page."""
    seller = Seller.objects.order_by("pk").first()
    if seller:
        signed_on = timezone.localdate(at, timezone.get_default_timezone())
        Contract.objects.create(company=company, seller=seller, number=company.code, signed_on=signed_on)
