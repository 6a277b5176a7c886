"""What a company owes, what it may still order on credit, what falls due when, and every move of the account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.models import Contract
from accounts.permissions import Permission
from accounts.queries.access import can
from accounts.queries.credit import Credit, contracts_of, credit_entries, credit_of, runway, who_lifts
from b2b_portal.core.access import needs
from b2b_portal.core.uids import uid_of
from b2b_portal.pages.credit_gauge import HEIGHT, STEP, CreditGauge, credit_gauge, runway_bars
from documents.queries.payments import payments_of
from orders.payment_words import payment_words
from orders.queries.order_numbers import order_numbers

LONGEST_PLACE = 18


@dataclass(frozen=True)
class CreditPart:
    """The credit of a contract as the overview shows it."""

    contract: Contract
    credit: Credit
    gauge: CreditGauge


@needs(Permission.VIEW_MONEY)
@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """?contract= is another contract than the usual one, ?before= the place where a page of entries begins."""
    actor, now = request.actor, timezone.now()
    contracts = contracts_of(actor)
    contract = _asked(contracts, request.GET.get("contract", ""))
    context = {
        "contracts": contracts,
        "contract": contract,
        "payments": payments_of(actor),
        "manager": actor.company.account_manager,
    }
    return render(request, "pages/money.html", {**context, **(_facts(request, contract, now) if contract else {})})


def credit_part(actor: Actor, at: datetime) -> CreditPart | None:
    """The usual contract's credit, for who may see money and where there is any. Three queries at most."""
    assert actor.company
    if not can(actor, Permission.VIEW_MONEY, actor.company):
        return None
    contract = next(iter(contracts_of(actor)), None)
    credit = credit_of(contract, at) if contract else None
    return CreditPart(contract, credit, credit_gauge(credit)) if contract and credit and credit.has_terms else None


def _facts(request: HttpRequest, contract: Contract, now: datetime) -> dict[str, Any]:
    credit = credit_of(contract, now)
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) <= LONGEST_PLACE else None
    entries, older = credit_entries(request.actor, contract, place)
    days = runway(credit)
    held = {uid for uid in (entry.holder for entry in entries) if uid}
    numbers = order_numbers(request.actor, held | {uid for day in days for uid in day.holders})
    bars = runway_bars(days)
    return {
        "credit": credit,
        "gauge": credit_gauge(credit),
        "terms": payment_words(
            {name: str(getattr(credit.terms, name)) for name in ("prepayment_percent", "deferral_days")}
        ),
        "days": [(day, [numbers[uid] for uid in day.holders if uid in numbers]) for day in days],
        "bars": bars,
        "chart_width": STEP * len(bars),
        "chart_height": HEIGHT,
        "entries": [(entry, numbers.get(entry.holder) if entry.holder else None) for entry in entries],
        "older": older,
        "is_first": place is None,
        "who_lifts": who_lifts(contract),
    }


def _asked(contracts: list[Contract], text: str) -> Contract | None:
    """The contract that the address names; without a name the usual one. Raises Http404 for a stranger's."""
    uid: UUID | None = uid_of(text) if text else None
    if not text:
        return next(iter(contracts), None)
    found = next((contract for contract in contracts if contract.uid == uid), None)
    if found is None:
        raise Http404
    return found
