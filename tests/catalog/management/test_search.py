"""The command that answers as the page would, in JSON."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from accounts.actors import Actor
from tests.factories import make_price, make_product, make_stock

pytestmark = pytest.mark.django_db


def run(query: str, company: str, capsys: pytest.CaptureFixture[str]) -> list[list[dict[str, object]]]:
    call_command("search", query, "--company", company, "--json")
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_array_with_the_facts_of_each_hit(buyer: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    product = make_product("SMBJ6.0CA", brand="Littelfuse", name="TVS", minimum_quantity=20, pack_multiple=15)
    make_price(product, "1.5", quantity=1)
    make_price(product, "1.2", quantity=30)
    make_stock(product, 7)
    assert buyer.company
    hit = {
        "article": "SMBJ6.0CA",
        "brand": "Littelfuse",
        "name": "TVS",
        "match": "exact",
        "price": "1.2000",
        "available": 7,
    }
    for code in (buyer.company.code, buyer.company.inn):
        assert run("smbj 6.0ca", code, capsys) == [[hit]]


def test_lines_from_standard_input_give_one_array_each(
    buyer: Actor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product("CF259X", name="x")
    typed = b"CF259X\r\n\nnothing\n\xff\xfe\n" + b"x" * 10_000
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
    assert buyer.company
    answers = run("-", buyer.company.code, capsys)
    assert [len(hits) for hits in answers] == [1, 0, 0, 0, 0]
    assert (answers[0][0]["price"], answers[0][0]["available"]) == (None, 0)


def test_an_unknown_company_is_one_sentence(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="nobody"):
        run("CF259X", "nobody", capsys)
    assert capsys.readouterr().out == ""
