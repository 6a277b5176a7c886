"""What the invoice for an order will say, taken from what the order froze."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.terms import Terms
from documents.snapshots import Bank, Invoice, Line, Party, draft_invoice
from orders.models import Order, OrderLine

# national symbols of OKEI: the paper is Russian in every cabinet
_UNIT_SYMBOLS = {"796": "шт", "006": "м", "778": "упак", "839": "компл", "876": "усл. ед"}


def invoice_draft(order: Order, at: datetime) -> Invoice:
    """Composes the invoice without its number. One query, for the lines."""
    seller, buyer = order.seller_requisites, order.buyer_requisites
    return draft_invoice(
        issued_on=shop_day(at),
        valid_until_on=_last_day(order.reserved_until),
        order_number=order.number,
        seller=_party(seller),
        bank=Bank(
            name=seller["bank_name"],
            bik=seller["bik"],
            correspondent_account=seller["correspondent_account"],
            settlement_account=seller["settlement_account"],
        ),
        director=seller.get("director", ""),
        accountant=seller.get("accountant", ""),
        buyer=_party(buyer),
        basis=_basis(buyer),
        lines=[_line(line) for line in order.lines.live().order_by("position")],
        asked=asked_gross(order),
        due_days=_due_days(order),
        payer=_party(order.payer) if order.payer else None,
        consignee=_party(order.consignee) if order.consignee else None,
    )


def asked_gross(order: Order) -> Decimal:
    """What the invoice wants paid: the prepaid part; of an order that is wholly deferred all of it, with the days."""
    return order.prepaid_gross or order.gross


def _due_days(order: Order) -> int | None:
    return int(order.contract_terms.get("deferral_days", Terms().deferral_days)) if order.deferred_gross else None


def shop_day(at: datetime) -> date:
    """The calendar day of the seller's zone (Europe/Moscow), whatever zone the reader lives in."""
    return timezone.localdate(at, timezone.get_default_timezone())


def _last_day(reserved_until: datetime | None) -> date | None:
    """The day of the last moment held: a reservation until midnight ends with the day before."""
    return shop_day(reserved_until - timedelta(microseconds=1)) if reserved_until else None


def _party(requisites: dict[str, str]) -> Party:
    return Party(
        name=requisites["name"],
        inn=requisites["inn"],
        kpp=requisites.get("kpp", ""),
        address=requisites.get("legal_address", ""),
        phone=requisites.get("phone", ""),
    )


def _basis(buyer: dict[str, str]) -> str:
    number, signed_on = buyer.get("contract_number", ""), buyer.get("contract_signed_on", "")
    if not number:
        return ""
    return f"Договор № {number}" + (f" от {date.fromisoformat(signed_on):%d.%m.%Y}" if signed_on else "")


def _line(line: OrderLine) -> Line:
    return Line(
        article=line.article,
        name=f"{line.name}, {line.brand}" if line.brand and line.brand not in line.name else line.name,
        unit=_UNIT_SYMBOLS.get(line.unit, line.get_unit_display()),
        quantity=line.quantity,
        unit_price=line.unit_price,
        price_includes_vat=line.price_includes_vat,
        tax_rate=line.vat_rate,
        net=line.net,
        tax=line.tax,
        gross=line.gross,
    )
