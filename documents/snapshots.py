"""What a document says, frozen: one dataclass per schema version, stored as JSON, rendered without asking anybody.

Schema 2 of the invoice for payment; of schema 1, which asked for the whole sum of the buyer himself, the papers issued
before are read. The paper is Russian whatever language the reader's cabinet has.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from b2b_portal.core.money import Amounts, share_of, sum_amounts
from b2b_portal.core.words import roubles_in_words
from documents.payment_qr import Payment, PaymentQrError, payment_qr

INVOICE_SCHEMA = 2


@dataclass(frozen=True, slots=True)
class Party:
    """A legal entity or an entrepreneur as the paper names it."""

    name: str
    inn: str
    kpp: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Bank:
    """Where the money goes."""

    name: str
    bik: str
    correspondent_account: str
    settlement_account: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing sold. Its sums were computed when it was ordered; `unit_price` carries up to 4 decimals."""

    article: str
    name: str
    unit: str
    quantity: int
    unit_price: Decimal
    price_includes_vat: bool
    tax_rate: Decimal | None
    net: Decimal
    tax: Decimal
    gross: Decimal

    @property
    def amounts(self) -> Amounts:
        return Amounts(self.net, self.tax, self.gross)


@dataclass(frozen=True, slots=True)
class RateTax:
    """VAT of all lines of one rate; None is «без НДС»."""

    tax_rate: Decimal | None
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """Schema 2. Totals are sums of the lines; `payment_qr` is empty where the payment does not fit the standard.

    `asked` is what this paper wants paid, less than `gross` where a part is deferred. What is deferred is due within
    `due_days` calendar days after shipment; None where all is prepaid. A payer and a consignee are named where they are
    not the buyer.
    """

    number: int
    issued_on: date
    valid_until_on: date | None
    order_number: int
    seller: Party
    bank: Bank
    director: str
    accountant: str
    buyer: Party
    basis: str
    lines: tuple[Line, ...]
    taxes: tuple[RateTax, ...]
    net: Decimal
    tax: Decimal
    gross: Decimal
    gross_in_words: str
    asked: Decimal
    asked_in_words: str
    due_days: int | None = None
    payer: Party | None = None
    consignee: Party | None = None
    payment_qr: str = ""

    @property
    def is_advance(self) -> bool:
        """Whether only a part is to be paid by this paper."""
        return self.asked < self.gross

    @property
    def title(self) -> str:
        """What the paper is called in lists and as a file, without an extension."""
        return f"Счёт № {self.number} от {self.issued_on:%d.%m.%Y}"

    @property
    def is_priced_without_vat(self) -> bool:
        """True when all prices are net: then VAT is added below the table, else every price is shown with VAT."""
        taxed = [line for line in self.lines if line.tax_rate]
        return bool(taxed) and not any(line.price_includes_vat for line in taxed)


def draft_invoice(
    *,
    issued_on: date,
    valid_until_on: date | None,
    order_number: int,
    seller: Party,
    bank: Bank,
    director: str,
    accountant: str,
    buyer: Party,
    basis: str,
    lines: Iterable[Line],
    asked: Decimal | None = None,
    due_days: int | None = None,
    payer: Party | None = None,
    consignee: Party | None = None,
) -> Invoice:
    """Composes an invoice that lacks only its number: totals, VAT per rate (the highest first) and the sum in words.

    Without `asked` all of it is to be paid.
    """
    frozen = tuple(lines)
    totals = sum_amounts(line.amounts for line in frozen)
    rates = sorted({line.tax_rate for line in frozen}, key=lambda rate: Decimal(-1) if rate is None else rate)
    return Invoice(
        number=0,
        issued_on=issued_on,
        valid_until_on=valid_until_on,
        order_number=order_number,
        seller=seller,
        bank=bank,
        director=director,
        accountant=accountant,
        buyer=buyer,
        basis=basis,
        lines=frozen,
        taxes=tuple(RateTax(rate, _tax_of(frozen, rate)) for rate in reversed(rates)),
        net=totals.net,
        tax=totals.tax,
        gross=totals.gross,
        gross_in_words=roubles_in_words(totals.gross),
        asked=totals.gross if asked is None else asked,
        asked_in_words=roubles_in_words(totals.gross if asked is None else asked),
        due_days=due_days,
        payer=payer,
        consignee=consignee,
    )


def numbered(draft: Invoice, number: int) -> Invoice:
    """The draft with its number and, as its purpose names the number, with the payment QR."""
    invoice = replace(draft, number=number)
    try:
        return replace(invoice, payment_qr=payment_qr(_payment(invoice)))
    except PaymentQrError:
        return invoice


def invoice_to_json(invoice: Invoice) -> dict[str, Any]:
    """Plain JSON: sums as strings, days as ISO."""
    return {key: _plain(value) for key, value in asdict(invoice).items()}


def invoice_from_json(data: dict[str, Any]) -> Invoice:
    """Reads what `invoice_to_json` wrote under schema 1 or 2. Raises KeyError and TypeError for anything else."""
    data = {"asked": data["gross"], "asked_in_words": data["gross_in_words"], **data}
    return Invoice(
        **{
            **data,
            "issued_on": date.fromisoformat(data["issued_on"]),
            "valid_until_on": date.fromisoformat(data["valid_until_on"]) if data["valid_until_on"] else None,
            "seller": Party(**data["seller"]),
            "bank": Bank(**data["bank"]),
            "buyer": Party(**data["buyer"]),
            **{name: Party(**data[name]) if data.get(name) else None for name in ("payer", "consignee")},
            "lines": tuple(_line(line) for line in data["lines"]),
            "taxes": tuple(RateTax(_decimal(tax["tax_rate"]), Decimal(tax["tax"])) for tax in data["taxes"]),
            **{name: Decimal(data[name]) for name in ("net", "tax", "gross", "asked")},
        }
    )


def _tax_of(lines: tuple[Line, ...], rate: Decimal | None) -> Decimal:
    return sum_amounts(line.amounts for line in lines if line.tax_rate == rate).tax


def _payment(invoice: Invoice) -> Payment:
    parts = [(one.tax_rate, share_of(one.tax, invoice.asked, invoice.gross)) for one in invoice.taxes if one.tax_rate]
    taxes = ", ".join(f"НДС {percent_text(rate)}% - {tax}" for rate, tax in parts)
    tax_words = f"В т.ч. {taxes} руб." if taxes else "Без НДС."
    paid = "Предоплата" if invoice.is_advance else "Оплата"
    return Payment(
        name=invoice.seller.name,
        account=invoice.bank.settlement_account,
        bank_name=invoice.bank.name,
        bik=invoice.bank.bik,
        correspondent_account=invoice.bank.correspondent_account,
        gross=invoice.asked,
        purpose=f"{paid} по счету № {invoice.number} от {invoice.issued_on:%d.%m.%Y}. {tax_words}",
        inn=invoice.seller.inn,
        kpp=invoice.seller.kpp,
    )


def percent_text(rate: Decimal | None) -> str:
    """A rate as a Russian paper writes it: 22, 9,09; 0 for a rate of zero and for none."""
    return f"{(rate or Decimal(0)) * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _line(data: dict[str, Any]) -> Line:
    sums = {name: Decimal(data[name]) for name in ("unit_price", "net", "tax", "gross")}
    return Line(**{**data, **sums, "tax_rate": _decimal(data["tax_rate"])})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
