from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.payment_qr import Payment, PaymentQrError, payment_qr

OURS = Payment(
    name='ООО "Поставщик"',
    account="40702810938000012345",
    bank_name="ПАО СБЕРБАНК",
    bik="044525225",
    correspondent_account="30101810400000000225",
    gross=D("20151.00"),
    purpose="Оплата по счету № 1024 от 23.11.2026. В т.ч. НДС 22% - 3633.79 руб.",
    inn="7714123459",
    kpp="771401001",
)
WHALES = Payment("ООО «Три кита»", "40702810138250123017", 'ОАО "БАНК"', "044525225", "30101810965770000413")
SEPARATORS = "|#;:^_~{}!$%&()*+,/@"


def test_payment_qr_vector_of_ours() -> None:
    payload = payment_qr(OURS)
    assert payload == (
        'ST00012|Name=ООО "Поставщик"|PersonalAcc=40702810938000012345|BankName=ПАО СБЕРБАНК|BIC=044525225'
        "|CorrespAcc=30101810400000000225|Sum=2015100"
        "|Purpose=Оплата по счету № 1024 от 23.11.2026. В т.ч. НДС 22% - 3633.79 руб.|PayeeINN=7714123459|KPP=771401001"
    )
    assert (len(payload), len(payload.encode())) == (251, 300)


def test_payment_qr_vector_of_qrcoder() -> None:
    assert payment_qr(WHALES) == (
        'ST00012|Name=ООО «Три кита»|PersonalAcc=40702810138250123017|BankName=ОАО "БАНК"|BIC=044525225'
        "|CorrespAcc=30101810965770000413"
    )


def test_payment_qr_uses_another_separator_throughout_when_a_value_holds_the_usual_one() -> None:
    assert payment_qr(replace(WHALES, bank_name='ОАО | "БАНК"', gross=D("1.50"), inn="7714123459")) == (
        'ST00012#Name=ООО «Три кита»#PersonalAcc=40702810138250123017#BankName=ОАО | "БАНК"#BIC=044525225'
        "#CorrespAcc=30101810965770000413#Sum=150#PayeeINN=7714123459"
    )


@pytest.mark.parametrize("count", range(1, len(SEPARATORS)))
def test_payment_qr_takes_the_first_free_separator(count: int) -> None:
    payload = payment_qr(replace(WHALES, purpose=SEPARATORS[:count]))
    assert payload[7] == SEPARATORS[count]
    assert payload.count(SEPARATORS[count]) == 6


@pytest.mark.parametrize(
    ("gross", "kopecks"),
    [("0.01", "1"), ("123", "12300"), ("123.4", "12340"), ("1E+3", "100000"), ("9999999999999999.99", "9" * 18)],
)
def test_payment_qr_counts_kopecks(gross: str, kopecks: str) -> None:
    assert f"|Sum={kopecks}|" in payment_qr(replace(WHALES, gross=D(gross))) + "|"


def test_payment_qr_joins_lines_and_no_break_spaces() -> None:
    assert "|Purpose=Счёт № 5 от 1.12|" in payment_qr(replace(WHALES, purpose=" Счёт\n№\u00a05  от\t1.12 ")) + "|"


def test_payment_qr_allows_a_mandatory_block_of_exactly_300_bytes() -> None:
    room = 301 - len(payment_qr(replace(WHALES, name="N")).removeprefix("ST00012|").encode())
    name = "Ж" * (room // 2) + "N" * (room % 2)
    assert len(payment_qr(replace(WHALES, name=name)).encode()) == 308
    with pytest.raises(PaymentQrError, match="mandatory block has 301 bytes"):
        payment_qr(replace(WHALES, name=name + "N"))


def test_payment_qr_does_not_count_the_rest_as_mandatory() -> None:
    assert len(payment_qr(replace(OURS, purpose="Ж" * 160)).encode()) > 300


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": ""}, "Name is missing"),
        ({"name": " \n"}, "Name is missing"),
        ({"name": "N" * 161}, "Name has 161 characters, 160"),
        ({"bank_name": "Б" * 46}, "BankName has 46 characters, 45"),
        ({"purpose": "x" * 161}, "Purpose has 161"),
        ({"account": "03224643500000005100"}, "PersonalAcc"),
        ({"account": "4070281093800001234"}, "PersonalAcc"),
        ({"account": "40702D10938000012345"}, "PersonalAcc"),
        ({"bik": "4452522"}, "BIC"),
        ({"correspondent_account": ""}, "CorrespAcc is missing"),
        ({"inn": "7714123459000"}, "PayeeINN has 13"),
        ({"inn": "7714|"}, "PayeeINN"),
        ({"kpp": "7714010011"}, "KPP has 10"),
        ({"gross": D("0")}, "positive"),
        ({"gross": D("-1")}, "positive"),
        ({"gross": D("1.005")}, "whole kopecks"),
        ({"gross": D("NaN")}, "positive"),
        ({"gross": D("1E+17")}, "more than 18 digits"),
        ({"purpose": SEPARATORS}, "every separator"),
        ({"purpose": "a\x00b"}, "cannot be printed"),
        ({"purpose": "a\ud800b"}, "cannot be printed"),
    ],
)
def test_payment_qr_refuses(changes: dict[str, str], complaint: str) -> None:
    with pytest.raises(PaymentQrError, match=complaint):
        payment_qr(replace(OURS, **changes))  # type: ignore[arg-type]


@given(st.text("AЖ |#;:=", max_size=100), st.text("AЖ |#;:=", max_size=40), st.decimals(D("0.01"), D("1E9"), places=2))
def test_payment_qr_reads_back_as_it_was_meant(purpose: str, name: str, gross: D) -> None:
    payload = payment_qr(replace(OURS, purpose=purpose, name=f"ООО {name}", gross=gross))
    fields = dict(part.split("=", 1) for part in payload[8:].split(payload[7]))
    assert fields["Purpose" if purpose.split() else "Sum"] == (" ".join(purpose.split()) or str(int(gross * 100)))
    assert fields["Name"] == " ".join(f"ООО {name}".split())
    assert fields["Sum"] == str(int(gross * 100))
    assert list(fields)[:5] == ["Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc"]
