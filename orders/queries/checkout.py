"""How a cart can be ordered: ways of delivery, addresses, terms of the contract, and the sum to pay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Address, Contract, PowerOfAttorney
from accounts.queries.access import buyer_of
from accounts.queries.addresses import addresses_of
from accounts.queries.powers import powers_good_on
from accounts.queries.terms import chosen_contract, contract_terms, open_contracts
from accounts.terms import Terms
from b2b_portal.core.calendar import add_working_days
from b2b_portal.core.money import ZERO, Amounts, line_amounts
from b2b_portal.core.working_days import moved_days
from orders.delivery import arrival_day, delivery_price, left_to_free
from orders.enums import DeliveryKind
from orders.models import DeliveryMethod, Order
from orders.payment_choice import PaymentChoice
from orders.queries.cart import CartPage
from orders.queries.payment_options import PaymentOptions, payment_options
from orders.totals import Totals, totals_of


@dataclass(frozen=True)
class Chosen:
    """What the buyer has chosen so far; None and "" where he has not touched it."""

    method: str = ""
    address: UUID | None = None
    power: UUID | None = None
    not_later_than_on: date | None = None
    may_await: bool = False
    cost_centre: UUID | None = None
    contract: UUID | None = None
    payment: PaymentChoice | None = None


@dataclass(frozen=True)
class Usual:
    """How the company ordered last: the code of the method, the address in words, who received and who paid."""

    method: str = ""
    address: str = ""
    consignee: Mapping[str, str] = field(default_factory=dict)
    payer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DeliveryOption:
    """A way of delivery for goods of this sum, sent now. `cut_off_at`: until when today's orders leave, if they do."""

    method: DeliveryMethod
    amounts: Amounts
    left_to_free: Decimal | None
    cut_off_at: datetime | None
    leaves_on: date
    arrives_on: date
    today: date

    @property
    def value(self) -> str:
        """What a form sends: the method and the price that was seen."""
        return f"{self.method.code}|{self.amounts.gross}"

    @property
    def leaves_today(self) -> bool:
        return self.leaves_on == self.today

    @property
    def arrives_today(self) -> bool:
        return self.arrives_on == self.today

    @property
    def is_pickup(self) -> bool:
        return self.method.kind == DeliveryKind.PICKUP


@dataclass(frozen=True)
class Checkout:
    """The choices with what is chosen, and what the order would come to. No contract, no terms, no reservation."""

    options: tuple[DeliveryOption, ...]
    option: DeliveryOption | None
    addresses: tuple[Address, ...]
    address: Address | None
    powers: tuple[PowerOfAttorney, ...]
    usual: Usual
    contracts: tuple[Contract, ...]
    contract: Contract | None
    terms: Terms | None
    reserved_until: datetime | None
    goods: Totals
    totals: Totals
    chosen: Chosen
    payment: PaymentOptions | None

    @property
    def delivery_gross(self) -> Decimal:
        return self.option.amounts.gross if self.option else ZERO

    @cached_property
    def missing_to_minimum(self) -> Decimal:
        """How much more the goods must come to for the contract's smallest order."""
        least = self.terms.minimum_order_gross if self.terms else ZERO
        return max(ZERO, least - self.goods.amounts.gross)

    @property
    def is_too_late(self) -> bool:
        """Whether the goods arrive after the day that the buyer named."""
        day = self.chosen.not_later_than_on
        return bool(day and self.option and self.option.arrives_on > day)

    @property
    def brings_to_address(self) -> bool:
        """Whether any way of delivery brings goods to an address."""
        return any(not option.is_pickup for option in self.options)

    @property
    def has_pickup(self) -> bool:
        """Whether goods may be fetched from a warehouse."""
        return any(option.is_pickup for option in self.options)

    @property
    def can_be_sent(self) -> bool:
        """Whether the contract lets goods of this sum be ordered."""
        return self.contract is not None and not self.missing_to_minimum


def checkout_of(actor: Actor, cart: CartPage, chosen: Chosen, at: datetime) -> Checkout:
    """The cart's way to an order, with the usual choices where the buyer made none. 5 queries, one more where goods
    may be fetched, 2 more where a part may be paid after shipment.

    Usual is what the company's last order had; for the first order the first way that fits and the first address.
    """
    company, _person = buyer_of(actor)
    holidays = moved_days(at)
    usual = _usual(actor)
    contracts = tuple(open_contracts(company))
    contract = chosen_contract(contracts, chosen.contract) or chosen_contract(contracts, None)
    terms = contract_terms(contract) if contract else None
    addresses = tuple(addresses_of(actor))
    options = delivery_options(cart.totals.amounts.gross, holidays, at)
    option = _option(options, (chosen.method, usual.method), bool(addresses))
    totals = _totals(cart, option)
    days = terms.reservation_working_days if terms else None
    return Checkout(
        options=options,
        option=option,
        addresses=addresses,
        address=_address(addresses, chosen.address, usual.address),
        powers=_powers(actor, options),
        usual=usual,
        contracts=contracts,
        contract=contract,
        terms=terms,
        reserved_until=add_working_days(_local(at), days, holidays) if days is not None else None,
        goods=cart.totals,
        totals=totals,
        chosen=chosen,
        payment=payment_options(
            contract, totals.amounts.gross, option.leaves_on if option else None, chosen.payment, at
        )
        if contract
        else None,
    )


def delivery_options(goods_gross: Decimal, holidays: Mapping[date, bool], at: datetime) -> tuple[DeliveryOption, ...]:
    """The ways of delivery that the shop offers for goods of a sum. One query."""
    methods = DeliveryMethod.objects.filter(is_active=True).select_related("warehouse")
    return tuple(_delivery_option(method, goods_gross, holidays, _local(at)) for method in methods)


def method_called(code: str) -> DeliveryMethod | None:
    """The way of delivery with this code. One query, none without a code."""
    return DeliveryMethod.objects.select_related("warehouse").filter(code=code).first() if code else None


def _delivery_option(
    method: DeliveryMethod, goods_gross: Decimal, holidays: Mapping[date, bool], local: datetime
) -> DeliveryOption:
    gross = delivery_price(method.price_gross, method.free_from_gross, goods_gross)
    leaves_on = arrival_day(local, method.cut_off, 0, holidays)
    is_today = leaves_on == local.date() and method.cut_off
    arrives_on = arrival_day(local, method.cut_off, method.working_days, holidays)
    return DeliveryOption(
        method=method,
        amounts=line_amounts(gross, 1, method.vat_rate, True),
        left_to_free=left_to_free(method.price_gross, method.free_from_gross, goods_gross),
        cut_off_at=datetime.combine(leaves_on, method.cut_off, local.tzinfo) if is_today and method.cut_off else None,
        leaves_on=leaves_on,
        arrives_on=arrives_on,
        today=local.date(),
    )


def _usual(actor: Actor) -> Usual:
    last = Order.objects.visible_to(actor).values("delivery", "consignee", "payer").first()
    if last is None:
        return Usual()
    delivery = last["delivery"]
    return Usual(delivery.get("code", ""), delivery.get("address", ""), last["consignee"], last["payer"])


def _option(options: Sequence[DeliveryOption], codes: Iterable[str], has_address: bool) -> DeliveryOption | None:
    """What the buyer chose; else the usual way, else the first, if it fits: one to an address needs an address."""
    wanted, *usual = codes
    by_code = {option.method.code: option for option in options}
    if wanted in by_code:
        return by_code[wanted]
    fitting = {code: option for code, option in by_code.items() if option.is_pickup or has_address}
    known = next((fitting[code] for code in usual if code in fitting), None)
    return known or next(iter([*fitting.values(), *options]), None)


def _powers(actor: Actor, options: Sequence[DeliveryOption]) -> tuple[PowerOfAttorney, ...]:
    """Those by which the goods may be fetched on the first day they are there; no query where none are fetched."""
    days = [option.arrives_on for option in options if option.is_pickup]
    return tuple(powers_good_on(actor, min(days))) if days else ()


def _address(addresses: Sequence[Address], uid: UUID | None, usual: str) -> Address | None:
    """What the buyer chose, else the usual address, else the first."""
    ranked = sorted(addresses, key=lambda one: (one.uid != uid, one.text != usual))
    return ranked[0] if ranked else None


def _totals(cart: CartPage, option: DeliveryOption | None) -> Totals:
    lines = [(row.product.vat_rate, row.amounts) for row in cart.rows if row.amounts]
    if option and option.amounts.gross:
        lines.append((option.method.vat_rate, option.amounts))
    return totals_of(lines)


def _local(at: datetime) -> datetime:
    return timezone.localtime(at, timezone.get_default_timezone())
