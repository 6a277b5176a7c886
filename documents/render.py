"""Snapshot + template -> PDF: the only place that knows WeasyPrint.

WeasyPrint needs the system's Pango and raises OSError at import without it, so it is imported on the first render, in
the worker. Where it is missing, or PDF_DISABLED is set, the same page is kept as printable HTML.
"""

import logging
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import NoReturn, cast

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from b2b_portal.core.money import unit_gross_of
from documents.snapshots import Invoice, Line, Party, percent_text

TEMPLATE = "documents/pdf/invoice.html"
MOST_LINES = 2_000  # WeasyPrint's time grows faster than the table: the worker's limit ends a longer one anyway
_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_NBSP = "\u00a0"

logger = logging.getLogger(__name__)


class TooLong(ValueError):
    """The document has more lines than the renderer is given."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A rendered document."""

    content: bytes
    content_type: str
    extension: str


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One row of the table, in words."""

    article: str
    name: str
    quantity: str
    unit: str
    price: str
    tax: str
    total: str


def is_available() -> bool:
    """Whether PDF can be made here; else documents are printable HTML."""
    return not settings.PDF_DISABLED and _weasyprint() is not None


def render_invoice(invoice: Invoice) -> Paper:
    """Renders the invoice; it reads nothing but its arguments and the template. Raises TooLong."""
    if len(invoice.lines) > MOST_LINES:
        raise TooLong(f"{len(invoice.lines)} lines, {MOST_LINES} are allowed")
    html = invoice_html(invoice)
    if not is_available():
        return Paper(html.encode(), "text/html; charset=utf-8", "html")
    return Paper(_pdf(html), "application/pdf", "pdf")


def invoice_html(invoice: Invoice) -> str:
    """The page that becomes the PDF; it stands alone and prints well."""
    context = {
        "invoice": invoice,
        "issued_on": f"{invoice.issued_on.day} {_MONTHS[invoice.issued_on.month - 1]} {invoice.issued_on.year}",
        "seller": _party_text(invoice.seller),
        "buyer": _party_text(invoice.buyer),
        "lines": [_printed(line, invoice) for line in invoice.lines],
        "shows_rates": len(invoice.taxes) > 1,
        "subtotal": sum_text(invoice.net if invoice.is_priced_without_vat else invoice.gross),
        "taxes": [(percent_text(one.tax_rate), sum_text(one.tax)) for one in invoice.taxes if one.tax_rate is not None],
        "gross": sum_text(invoice.gross),
        "asked": sum_text(invoice.asked),
        "rest": sum_text(invoice.gross - invoice.asked),
        "payer": _party_text(invoice.payer) if invoice.payer else "",
        "consignee": _party_text(invoice.consignee) if invoice.consignee else "",
        "qr": _qr_svg(invoice.payment_qr) if invoice.payment_qr else "",
    }
    return render_to_string(TEMPLATE, context)


def sum_text(amount: Decimal) -> str:
    """A sum as a Russian paper writes it: 20 151,00 with no-break spaces."""
    return f"{amount:,.2f}".replace(",", _NBSP).replace(".", ",")


def price_text(price: Decimal) -> str:
    """A unit price with two decimals, or with as many as it has up to four."""
    text = f"{price:,.4f}"
    while text.endswith("0") and text[-3] != ".":
        text = text[:-1]
    return text.replace(",", _NBSP).replace(".", ",")


def _party_text(party: Party) -> str:
    facts = (
        party.name,
        f"ИНН {party.inn}",
        party.kpp and f"КПП {party.kpp}",
        party.address,
        party.phone and f"тел.: {party.phone}".replace(" ", _NBSP),
    )
    return ", ".join(filter(None, facts))


def _printed(line: Line, invoice: Invoice) -> PrintedLine:
    is_net = invoice.is_priced_without_vat
    price = line.unit_price
    if not is_net and not line.price_includes_vat:
        price = unit_gross_of(price, line.tax_rate)
    return PrintedLine(
        article=line.article,
        name=line.name,
        quantity=f"{line.quantity:,}".replace(",", _NBSP),
        unit=line.unit,
        price=price_text(price),
        tax="без НДС" if line.tax_rate is None else f"{percent_text(line.tax_rate)}%",
        total=sum_text(line.net if is_net else line.gross),
    )


@cache
def _weasyprint() -> ModuleType | None:
    try:
        import weasyprint  # noqa: PLC0415  see the module's docstring
    except OSError as error:
        logger.warning("no PDF, printable HTML instead: %s", error)
        return None
    return cast(ModuleType, weasyprint)


def _pdf(html: str) -> bytes:
    weasyprint = _weasyprint()
    assert weasyprint is not None
    return bytes(weasyprint.HTML(string=html, url_fetcher=_refuse).write_pdf())


def _refuse(url: str) -> NoReturn:
    """The page needs nothing from outside: whoever asks for something got markup past the escaping. No PDF at all."""
    weasyprint = _weasyprint()
    assert weasyprint is not None
    raise weasyprint.urls.FatalURLFetchingError(f"an invoice fetches nothing, not even {url[:100]}")


def _qr_svg(payload: str) -> SafeString:
    code = segno.make(payload, encoding="utf-8", micro=False)
    return SafeString(code.svg_inline(border=0, omitsize=True))


def style_of(html: str) -> str:
    """The page's own style sheet, the first and only one: the text of a snapshot is escaped."""
    return html.partition("<style>")[2].partition("</style>")[0]
