"""Agree how the goods of an order are brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Address, Company, PowerOfAttorney
from accounts.queries.powers import is_power_good
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.money import Amounts, line_amounts
from b2b_portal.core.working_days import moved_days
from catalog.models import Backorder
from orders.delivery import arrival_day, delivery_price
from orders.enums import DeliveryKind
from orders.models import DeliveryMethod


class DeliveryNotChosen(RuleBroken):
    """The shop has delivery methods and the order names none that is offered."""

    message = _("Choose how the goods are delivered.")
    code = "delivery_not_chosen"


class AddressNotChosen(RuleBroken):
    """The method brings goods to an address and the order names none of the company's. Facts: method."""

    message = _("Choose the address for “%(method)s”, or add one.")
    code = "address_not_chosen"


class DeliveryPriceChanged(RuleBroken):
    """Delivery costs other than the buyer saw. Facts: shown, gross."""

    message = _("The price of delivery changed: it was %(shown)s ₽, now it is %(gross)s ₽. Check and repeat.")
    code = "delivery_price_changed"


class PowerNotGood(RuleBroken):
    """The power of attorney is not the company's, was revoked, or ends before that day. Facts: number, day."""

    message = _("The power of attorney № %(number)s is not good on %(day)s: choose another one.")
    code = "power_not_good"


class TooLate(RuleBroken):
    """The goods cannot be there by the day asked for. Facts: day, the earliest possible."""

    message = _("By the day you named the goods cannot arrive: the earliest is %(day)s.")
    code = "too_late"


class AwaitedTooLate(RuleBroken):
    """A part is awaited and comes after the day asked for, or no day is known. Facts: articles."""

    message = _(
        "By the day you named the awaited goods do not come: %(articles)s. Order without them or name a later day."
    )
    code = "awaited_too_late"


@dataclass(frozen=True)
class DeliveryChoice:
    """What the buyer chose, and the price with VAT that he saw beside it (None: he saw none).

    `power`: by what goods are fetched from the warehouse; it may be named later too.
    """

    method: DeliveryMethod
    address: Address | None = None
    shown_gross: Decimal | None = None
    power: PowerOfAttorney | None = None


@dataclass(frozen=True)
class AgreedDelivery:
    """The method, the facts that the order freezes, and what delivery costs."""

    method: DeliveryMethod
    facts: dict[str, str]
    amounts: Amounts


def agree_delivery(
    choice: DeliveryChoice | None,
    *,
    company: Company,
    goods_gross: Decimal,
    not_later_than_on: date | None,
    at: datetime,
) -> AgreedDelivery | None:
    """Freezes the choice for goods of a sum; None in a shop without delivery methods. At most two queries.

    Raises DeliveryNotChosen, AddressNotChosen, DeliveryPriceChanged, TooLate, PowerNotGood.
    """
    if choice is None or not choice.method.is_active:
        if DeliveryMethod.objects.filter(is_active=True).exists():
            raise DeliveryNotChosen
        return None
    method, address = choice.method, choice.address
    if method.kind == DeliveryKind.ADDRESS and (address is None or address.company_id != company.pk):
        raise AddressNotChosen(method=method.name)
    gross = delivery_price(method.price_gross, method.free_from_gross, goods_gross)
    if choice.shown_gross is not None and choice.shown_gross != gross:
        raise DeliveryPriceChanged(shown=choice.shown_gross, gross=gross)
    local = timezone.localtime(at, timezone.get_default_timezone())
    day = arrival_day(local, method.cut_off, method.working_days, moved_days(at))
    if not_later_than_on and day > not_later_than_on:
        raise TooLate(day=day)
    facts = {"code": method.code, "name": method.name, "kind": method.kind, "expected_on": day.isoformat()}
    if method.kind == DeliveryKind.ADDRESS and address:
        facts |= _address_facts(address)
    else:
        facts |= _warehouse_facts(method) | power_facts(choice.power, company, day)
    return AgreedDelivery(method, facts, line_amounts(gross, 1, method.vat_rate, True))


def power_facts(power: PowerOfAttorney | None, company: Company, day: date) -> dict[str, str]:
    """Who fetches the goods and by what, as an order keeps it. One query, none for none. Raises PowerNotGood."""
    if power is None:
        return {}
    if power.company_id != company.pk or not is_power_good(company, power.number, day):
        raise PowerNotGood(number=power.number, day=day)
    dates = {"power_issued_on": power.issued_on.isoformat(), "power_until_on": power.valid_until_on.isoformat()}
    return {"collector": power.holder, "power": power.number, **dates}


def check_awaited_in_time(awaited: Iterable[Backorder], not_later_than_on: date | None) -> None:
    """Returns if all awaited goods come by the day, or no day was named. Raises AwaitedTooLate."""
    if not_later_than_on is None:
        return
    late = [one.product.article for one in awaited if not one.expected_on or one.expected_on > not_later_than_on]
    if late:
        raise AwaitedTooLate(articles=", ".join(late))


def _address_facts(address: Address) -> dict[str, str]:
    fields = ("text", "contact_name", "phone", "hours", "gate_rules")
    return {"address" if field == "text" else field: getattr(address, field) for field in fields}


def _warehouse_facts(method: DeliveryMethod) -> dict[str, str]:
    return {"warehouse": str(method.warehouse)} if method.warehouse_id else {}
