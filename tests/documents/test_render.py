"""The printed invoice: exact words, nothing fetched, nothing run."""

import io
import socket
import threading
import time
from decimal import Decimal

import pytest
from pypdf import PdfReader
from pytest_django import Settings

from documents import render
from documents.render import TooLong, invoice_html, price_text, render_invoice, style_of, sum_text
from documents.snapshots import Invoice, Party
from tests.documents.marks import needs_pdf
from tests.documents.samples import sample_invoice, sample_line

HOSTILE = '<link rel=attachment href=file:///etc/passwd><img src="http://127.0.0.1:1/x">'


def pdf_of(invoice: Invoice) -> PdfReader:
    paper = render_invoice(invoice)
    assert (paper.content_type, paper.extension) == ("application/pdf", "pdf")
    return PdfReader(io.BytesIO(paper.content))


def text_of(reader: PdfReader) -> str:
    """The words of all pages; every gap is one space."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@needs_pdf
def test_render_invoice_prints_what_the_snapshot_says():
    text = text_of(pdf_of(sample_invoice([sample_line("4723.00", 3), sample_line("999.99", 1)])))

    for words in [
        "Счет на оплату № 12 от 23 ноября 2026 г.",
        "ПАО СБЕРБАНК",
        "БИК 044525225",
        "30101810400000000225",
        "40702810938000012345",
        "ИНН 7714123459 КПП 771401001",
        "ООО «Лесной меридиан», ИНН 5000000017, КПП 500101001",
        "Договор № 218/24 от 15.01.2026, заказ № 104218",
        "1 CF259X Картридж CF259X, HP 3 шт 4 723,00 14 169,00",
        "Итого: 15 168,99",
        "В том числе НДС (22%): 2 735,40",
        "Всего к оплате: 15 168,99",
        "Всего наименований 2, на сумму 15 168,99 руб.",
        "Пятнадцать тысяч сто шестьдесят восемь рублей 99 копеек",
        "Счет действителен до 26.11.2026.",
        "Руководитель Орлова А. П.",
        "Лунина В. С.",
    ]:
        assert words in text


@needs_pdf
def test_render_invoice_of_a_part_says_what_to_pay_now_and_when_the_rest():
    text = text_of(pdf_of(sample_invoice(asked=Decimal("4000.00"), due_days=30)))
    for words in [
        "Всего: 14 169,00",
        "К оплате по счету (предоплата): 4 000,00",
        "К оплате по счету: Четыре тысячи рублей 00 копеек",
        "Остальные 10 169,00 руб. оплачиваются не позднее 30-го календарного дня после отгрузки.",
    ]:
        assert words in text
    assert "Всего к оплате" not in text


@needs_pdf
def test_render_invoice_on_terms_says_when_it_is_due():
    text = text_of(pdf_of(sample_invoice(due_days=14)))
    assert "Всего к оплате: 14 169,00" in text
    assert "Отсрочка платежа: оплатить не позднее 14-го календарного дня после отгрузки." in text


@needs_pdf
def test_render_invoice_names_another_payer_and_receiver():
    other = {"payer": Party("ООО «Касса»", "7707083893"), "consignee": Party("ООО «Склад»", "7714123459", "771401001")}
    text = text_of(pdf_of(sample_invoice(**other)))
    assert "Грузополучатель: ООО «Склад», ИНН 7714123459, КПП 771401001" in text
    assert "Плательщик: ООО «Касса», ИНН 7707083893" in text
    assert "Плательщик" not in text_of(pdf_of(sample_invoice()))


@needs_pdf
def test_render_invoice_adds_vat_below_net_prices():
    text = text_of(pdf_of(sample_invoice([sample_line("333.33", 1, gross=False)])))

    assert "Итого: 333,33" in text
    assert "НДС (22%): 73,33" in text
    assert "В том числе" not in text
    assert "Всего к оплате: 406,66" in text


@needs_pdf
def test_render_invoice_names_the_rate_of_every_line_when_rates_differ():
    lines = [sample_line("100", 1), sample_line("110", 1, rate=Decimal("0.10")), sample_line("50", 1, rate=None)]
    text = text_of(pdf_of(sample_invoice(lines)))

    assert "1 шт 100,00 22% 100,00" in text
    assert "1 шт 110,00 10% 110,00" in text
    assert "1 шт 50,00 без НДС 50,00" in text
    assert "В том числе НДС (22%): 18,03" in text
    assert "В том числе НДС (10%): 10,00" in text


@needs_pdf
def test_render_invoice_without_tax_says_so():
    text = text_of(pdf_of(sample_invoice([sample_line("50", 1, rate=None)])))

    assert "Без налога (НДС) —" in text
    assert "В том числе" not in text


@needs_pdf
def test_render_invoice_repeats_the_head_of_the_table_on_every_page():
    reader = pdf_of(sample_invoice([sample_line(article=f"CF{row}X") for row in range(100)]))

    assert len(reader.pages) > 2
    assert all("Товары (работы, услуги)" in page.extract_text() for page in reader.pages[:-1])
    assert f"1 из {len(reader.pages)}" in reader.pages[0].extract_text()


@needs_pdf
@pytest.mark.parametrize("field", ["article", "name", "unit"])
def test_render_invoice_keeps_hostile_text_of_a_line_literal(field):
    reader = pdf_of(sample_invoice([sample_line(**{field: HOSTILE})]))

    assert HOSTILE.replace(" ", "") in text_of(reader).replace(" ", "")
    assert not reader.attachments


@needs_pdf
def test_render_invoice_keeps_hostile_text_of_the_parties_literal():
    reader = pdf_of(sample_invoice(buyer=Party(HOSTILE, "5000000017", address="</style><script>alert(1)</script>")))

    assert HOSTILE.replace(" ", "") in text_of(reader).replace(" ", "")
    assert "</style><script>alert(1)</script>" in text_of(reader).replace(" ", "")
    assert not reader.attachments


@needs_pdf
@pytest.mark.parametrize(
    "markup",
    [
        "<link rel=attachment href=file:///etc/passwd>",
        "<a rel=attachment href=file:///etc/passwd>x</a>",
        "<link rel=stylesheet href=file:///etc/passwd>",
        "<style>@import 'http://127.0.0.1:1/x.css';</style>",
        "<img src=file:///etc/passwd>",
        "<img src='data:image/png;base64,AAAA'>",
    ],
)
def test_render_refuses_the_whole_page_when_markup_got_in(markup):
    with pytest.raises(BaseException, match="fetches nothing"):
        render._pdf(f"<!doctype html><body>{markup}</body>")


@needs_pdf
def test_render_asks_nobody_for_the_pictures_of_a_drawing():
    """WeasyPrint swallows even fatal errors inside SVG, so a listener counts who comes; its own fetcher is the twin."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        page = f'<svg width="9" height="9"><image href="http://127.0.0.1:{listener.getsockname()[1]}/x.svg"/></svg>'

        render._pdf(page)
        with pytest.raises(TimeoutError):
            listener.accept()

        weasyprint = render._weasyprint()
        asking = threading.Thread(target=weasyprint.HTML(string=page).write_pdf, daemon=True)
        asking.start()
        listener.settimeout(10)
        listener.accept()[0].close()
        asking.join(timeout=10)


@needs_pdf
def test_render_invoice_draws_the_qr_only_when_there_is_one():
    with_qr, without = sample_invoice(), sample_invoice(seller=Party("x" * 200, "7714123459"))

    assert without.payment_qr == ""
    assert "<svg" in invoice_html(with_qr)
    assert "<svg" not in invoice_html(without)
    assert "приложении банка" not in text_of(pdf_of(without))


def test_render_invoice_without_pdf_keeps_a_page_that_stands_alone(settings: Settings):
    settings.PDF_DISABLED = True

    paper = render_invoice(sample_invoice())

    html = paper.content.decode()
    assert (paper.content_type, paper.extension) == ("text/html; charset=utf-8", "html")
    assert "Счет на оплату № 12" in html
    assert "@page" in style_of(html)
    assert "style=" not in html  # the policy lets the one style sheet pass, known by its hash, no attributes
    assert "href=" not in html.replace("xlink:href=", "")
    assert "src=" not in html


def test_render_invoice_refuses_what_no_worker_would_finish():
    with pytest.raises(TooLong):
        render_invoice(sample_invoice([sample_line()] * (render.MOST_LINES + 1)))


@needs_pdf
@pytest.mark.slow
def test_render_invoice_of_ten_lines_is_quick_when_warm():
    invoice = sample_invoice([sample_line(article=f"CF{row}X") for row in range(10)])
    render_invoice(invoice)

    def seconds() -> float:
        start = time.process_time()
        render_invoice(invoice)
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) <= 0.3


@pytest.mark.parametrize(
    ("price", "words"),
    [("4723.0000", "4 723,00"), ("0.1234", "0,1234"), ("940.1250", "940,125"), ("1000000.5000", "1 000 000,50")],
)
def test_price_text_has_two_to_four_decimals(price, words):
    assert price_text(Decimal(price)) == words.replace(" ", "\u00a0")


def test_sum_text_groups_thousands():
    assert sum_text(Decimal("1234567.89")) == "1\u00a0234\u00a0567,89"
