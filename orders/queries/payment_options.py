"""The ways in which a cart can be paid: on terms, split or prepaid, and what forbids some of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.credit import deferrable_gross, due_day
from accounts.models import Contract
from accounts.queries.credit import Credit, credit_of, who_lifts
from b2b_portal.core.money import ZERO
from orders.enums import PaymentWay
from orders.payment_choice import PaymentChoice


@dataclass(frozen=True)
class PaymentOption:
    """One way, with what it defers; `is_allowed` is False where the credit forbids it."""

    choice: PaymentChoice
    deferred_gross: Decimal
    prepaid_gross: Decimal
    is_allowed: bool = True

    @property
    def way(self) -> str:
        return self.choice.way.value


@dataclass(frozen=True)
class PaymentOptions:
    """What the buyer may choose and has chosen. `due_on`: the last day to pay the deferred part if it leaves as said.

    `who_lifts` is the name of whoever may lift what forbids the terms, "" where nothing does.
    """

    options: tuple[PaymentOption, ...]
    chosen: PaymentOption | None
    credit: Credit
    due_on: date
    missing_gross: Decimal
    who_lifts: str

    @property
    def split(self) -> PaymentOption | None:
        """The way with both parts, where the credit is short."""
        return next((one for one in self.options if one.way == PaymentWay.SPLIT), None)

    @property
    def free_after(self) -> Decimal:
        """What stays free if all that may be deferred is."""
        return self.credit.free_gross - self.options[0].deferred_gross


def payment_options(
    contract: Contract, gross: Decimal, leaves_on: date | None, chosen: PaymentChoice | None, at: datetime
) -> PaymentOptions | None:
    """The ways to pay an order of this sum; None where the contract wants everything prepaid.

    No query then, else two, and those for a name where something is forbidden. Chosen is what the buyer chose if it is
    allowed, else the terms if they are, else the only way that is.
    """
    credit = credit_of(contract, at) if _may_defer(contract) else None
    most = deferrable_gross(gross, credit.terms.prepayment_percent) if credit else ZERO
    if credit is None or not most:
        return None
    free = ZERO if credit.is_blocked else credit.free_gross
    options = [PaymentOption(PaymentChoice(PaymentWay.DEFERRED), most, gross - most, free >= most)]
    if ZERO < free < most:
        options.append(PaymentOption(PaymentChoice(PaymentWay.SPLIT, free), free, gross - free))
    options.append(PaymentOption(PaymentChoice(PaymentWay.PREPAID), ZERO, gross))
    return PaymentOptions(
        options=tuple(options),
        chosen=_chosen(options, chosen),
        credit=credit,
        due_on=due_day(leaves_on or credit.today, credit.terms.deferral_days),
        missing_gross=max(ZERO, most - credit.free_gross),
        who_lifts="" if options[0].is_allowed else who_lifts(contract),
    )


def _may_defer(contract: Contract) -> bool:
    own = contract.prepayment_percent
    return (contract.seller.prepayment_percent if own is None else own) < 100


def _chosen(options: list[PaymentOption], chosen: PaymentChoice | None) -> PaymentOption | None:
    allowed = [option for option in options if option.is_allowed]
    if chosen:
        found = next((option for option in allowed if option.way == chosen.way), None)
        if found:
            return found
    return allowed[0] if options[0].is_allowed or len(allowed) == 1 else None
