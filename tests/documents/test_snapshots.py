"""The snapshot: sums of lines, one JSON shape, a QR that names the number."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from documents.snapshots import Party, invoice_from_json, invoice_to_json, numbered, percent_text
from tests.documents.samples import sample_invoice, sample_line


def test_invoice_survives_json_to_the_last_digit():
    invoice = sample_invoice(
        [sample_line("0.1234", 7), sample_line("100", rate=None), sample_line(rate=Decimal("0.10"))]
    )

    stored = json.loads(json.dumps(invoice_to_json(invoice)))

    assert invoice_from_json(stored) == invoice
    assert stored["lines"][0]["unit_price"] == "0.1234"
    assert stored["issued_on"] == "2026-11-23"


def test_invoice_without_a_last_day_survives_json():
    invoice = sample_invoice(valid_until_on=None)
    assert invoice_from_json(invoice_to_json(invoice)) == invoice


def test_invoice_of_the_first_schema_asks_for_all_of_it():
    invoice = sample_invoice()
    stored = invoice_to_json(invoice)
    for name in ("asked", "asked_in_words", "due_days", "payer", "consignee"):
        del stored[name]
    assert invoice_from_json(stored) == invoice


def test_invoice_of_a_part_survives_json():
    other = Party("ООО «Плательщик»", "7707083893")
    invoice = sample_invoice(asked=Decimal("4000.00"), due_days=30, payer=other, consignee=other)
    assert invoice_from_json(json.loads(json.dumps(invoice_to_json(invoice)))) == invoice


def test_the_qr_of_a_part_names_the_part_and_its_vat():
    """Of 14 169.00 with 2 555.07 of VAT 4 000.00 carry 721.31, as 4 000 × 22/122 do."""
    invoice = sample_invoice(asked=Decimal("4000.00"), due_days=30)
    assert invoice.asked_in_words == "Четыре тысячи рублей 00 копеек"
    assert "Purpose=Предоплата по счету № 12 от 23.11.2026. В т.ч. НДС 22% - 721.31 руб." in invoice.payment_qr
    assert "Sum=400000" in invoice.payment_qr


def test_draft_invoice_totals_are_sums_of_lines():
    """domain.md: seven lines of 0.99 carry 1.26 of VAT, while 22/122 of the total would be 1.25."""
    invoice = sample_invoice([sample_line("0.99", 1) for _ in range(7)])

    assert invoice.gross == Decimal("6.93")
    assert invoice.tax == Decimal("1.26")
    assert invoice.net + invoice.tax == invoice.gross


def test_draft_invoice_agrees_with_a_real_paper():
    invoice = sample_invoice([sample_line("4723.00", 3)])

    assert (invoice.net, invoice.tax, invoice.gross) == (Decimal("11613.93"), Decimal("2555.07"), Decimal("14169.00"))
    assert invoice.gross_in_words == "Четырнадцать тысяч сто шестьдесят девять рублей 00 копеек"


def test_draft_invoice_groups_tax_by_rate_with_exempt_lines_last():
    invoice = sample_invoice(
        [sample_line("100", rate=None), sample_line("110", 1, rate=Decimal("0.10")), sample_line()]
    )

    assert [(one.tax_rate, one.tax) for one in invoice.taxes] == [
        (Decimal("0.22"), Decimal("2555.07")),
        (Decimal("0.10"), Decimal("10.00")),
        (None, Decimal("0.00")),
    ]


def test_numbered_puts_number_day_and_tax_into_the_qr():
    invoice = sample_invoice(number=1024)

    assert invoice.number == 1024
    assert "Purpose=Оплата по счету № 1024 от 23.11.2026. В т.ч. НДС 22% - 2555.07 руб." in invoice.payment_qr
    assert "Sum=1416900" in invoice.payment_qr


def test_numbered_leaves_the_qr_out_where_the_payment_does_not_fit():
    invoice = sample_invoice()
    unfit = replace(invoice, bank=replace(invoice.bank, bik="12"), payment_qr="")

    assert numbered(unfit, 5).payment_qr == ""
    assert numbered(unfit, 5).number == 5


def test_is_priced_without_vat_only_when_no_taxed_price_includes_it():
    net, gross, exempt = sample_line(gross=False), sample_line(), sample_line(rate=None)

    assert sample_invoice([net, exempt]).is_priced_without_vat
    assert not sample_invoice([net, gross]).is_priced_without_vat
    assert not sample_invoice([exempt]).is_priced_without_vat


def test_title_names_number_and_day():
    assert sample_invoice(issued_on=date(2026, 1, 2)).title == "Счёт № 12 от 02.01.2026"


def test_percent_text_writes_rates_as_russian_papers_do():
    assert percent_text(Decimal("0.22")) == "22"
    assert percent_text(Decimal("0.10")) == "10"
    assert percent_text(Decimal("0.0909")) == "9,09"
    assert percent_text(Decimal("0.00")) == "0"
    assert percent_text(None) == "0"
