"""What the header shows on every page: at most two SQL queries beside the session's and the person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.actors import Actor
from accounts.models import Company, Membership, User
from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.templatetags.ui import initials
from orders.queries.cart import cart_summary


@dataclass(frozen=True)
class Header:
    """The command bar and the strip below it."""

    signed_in: bool = False
    user_name: str = ""
    user_initials: str = ""
    is_staff: bool = False
    letter_keys: bool = True
    application: str = ""
    can_browse: bool = False
    company_uid: str = ""
    company_name: str = ""
    company_kpp: str = ""  # where the person serves another branch of that name
    company_terms: str = ""
    invitations: tuple[Membership, ...] = ()  # those that wait for the person's answer
    companies: tuple[tuple[str, tuple[Company, ...]], ...] = ()  # by group; empty where there is no choice
    cart_lines: int = 0
    cart_gross: Decimal = Decimal(0)
    can_order: bool = False
    can_see_documents: bool = False
    can_take_prices: bool = False
    can_write_messages: bool = False
    can_see_people: bool = False
    can_place_orders: bool = False
    can_see_money: bool = False
    can_approve: bool = False


def shop(request: HttpRequest) -> dict[str, object]:
    """The context of every template: nothing is asked of the database until the header is drawn."""
    return {
        "shop_name": settings.SHOP_NAME,
        "theme": request.COOKIES.get("theme", ""),
        "pdf_disabled": settings.PDF_DISABLED,
        "header": SimpleLazyObject(lambda: _header(request)),
    }


def _header(request: HttpRequest) -> Header:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user is None:
        return Header()
    user, company = actor.user, actor.company
    if company is None:
        return _without_company(actor, user)
    summary = cart_summary(actor) if can(actor, Permission.EDIT_CART, company) else None
    return Header(
        signed_in=True,
        user_name=str(user),
        user_initials=initials(str(user)),
        is_staff=user.is_staff,
        letter_keys=user.has_letter_keys,
        application=actor.application,
        can_browse=True,
        company_uid=str(company.uid),
        company_name=company.name,
        company_kpp=_telling_kpp(company, actor.companies),
        company_terms=company.tier.name,
        invitations=_open(actor.invitations),
        companies=_by_group(actor.companies),
        cart_lines=summary.lines if summary else 0,
        cart_gross=summary.gross if summary else Decimal(0),
        can_order=summary is not None,
        can_see_documents=Permission.VIEW_DOCUMENTS in actor.permissions,
        can_take_prices=Permission.TAKE_PRICES in actor.permissions,
        can_write_messages=Permission.WRITE_MESSAGES in actor.permissions,
        can_approve=Permission.APPROVE_ORDERS in actor.permissions,
        can_see_money=Permission.VIEW_MONEY in actor.permissions,
        can_see_people=Permission.VIEW_PEOPLE in actor.permissions,
        can_place_orders=Permission.PLACE_ORDER in actor.permissions,
    )


def _without_company(actor: Actor, user: User) -> Header:
    """Our staff, strangers, and applicants, who may look around."""
    return Header(
        signed_in=True,
        user_name=str(user),
        user_initials=initials(str(user)),
        is_staff=user.is_staff,
        letter_keys=user.has_letter_keys,
        application=actor.application,
        invitations=_open(actor.invitations),
        can_browse=actor.visits_at is not None,
        company_terms=actor.visits_at.name if actor.visits_at else "",
    )


def _telling_kpp(company: Company, companies: Sequence[Company]) -> str:
    return company.kpp if sum(one.name == company.name for one in companies) > 1 else ""


def _open(invitations: Sequence[Membership]) -> tuple[Membership, ...]:
    return tuple(one for one in invitations if one.is_asked(timezone.now()))


def _by_group(companies: Sequence[Company]) -> tuple[tuple[str, tuple[Company, ...]], ...]:
    """Companies under the names of their groups, those without a group last; nothing where there is only one."""
    if len(companies) < 2:
        return ()
    named: dict[str, list[Company]] = {}
    for company in sorted(companies, key=lambda one: (one.group is None, str(one.group or ""), one.name)):
        named.setdefault(str(company.group or ""), []).append(company)
    return tuple((name, tuple(of_group)) for name, of_group in named.items())
